import type { CatalogModel } from '@aigateway/catalog';
import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  McpError,
  ReadResourceRequestSchema,
  type ReadResourceResult,
} from '@modelcontextprotocol/sdk/types.js';
import type { GatewayClient } from './gateway-client.ts';

const MARKDOWN = 'text/markdown';
/** What the protocol says of a resource that is not there. */
const NOT_FOUND = -32_002;
const MODEL_URI = /^aigateway:\/\/models\/([^/?#]+\/[^/?#]+)$/;

/**
 * Every model as a resource: its page in Markdown, `aigateway://models/<maker>/<model>`. The SDK
 * lists them; they are read here, so that an unknown address is told in our words.
 */
export function addModels(
  server: McpServer,
  client: GatewayClient,
  models: ReadonlyMap<string, CatalogModel>,
): void {
  const template = new ResourceTemplate('aigateway://models/{maker}/{model}', {
    list: () => ({
      resources: [...models.values()].map(({ id, name, tagline }) => ({
        uri: `aigateway://models/${id}`,
        name: id,
        title: name,
        description: tagline,
        mimeType: MARKDOWN,
      })),
    }),
  });
  server.registerResource(
    'model',
    template,
    { title: 'Models', description: 'What a model can do and costs.', mimeType: MARKDOWN },
    ({ href }) => readModel(client, href),
  );
  server.server.setRequestHandler(ReadResourceRequestSchema, ({ params }) =>
    readModel(client, params.uri),
  );
}

async function readModel(client: GatewayClient, uri: string): Promise<ReadResourceResult> {
  const id = MODEL_URI.exec(uri)?.[1];
  const text = id === undefined ? null : await client.text(`/models/${id}.md`);
  if (text !== null) return { contents: [{ uri, mimeType: MARKDOWN, text }] };
  const asked = JSON.stringify(uri.slice(0, 200));
  throw new McpError(
    NOT_FOUND,
    `There is no resource ${asked}. Models are aigateway://models/<maker>/<model>; list_models ` +
      'names them.',
  );
}
