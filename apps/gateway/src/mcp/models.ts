import type { CatalogModel } from '@aigateway/catalog';
import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { GatewayClient } from './gateway-client.ts';

const MARKDOWN = 'text/markdown';

/** Every model as a resource: its page in Markdown, `aigateway://models/<maker>/<model>`. */
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
    async (uri, { maker, model }) => {
      const text = await client.text(`/models/${String(maker)}/${String(model)}.md`);
      if (text === null) throw new Error(`There is no model ${String(maker)}/${String(model)}.`);
      return { contents: [{ uri: uri.href, mimeType: MARKDOWN, text }] };
    },
  );
}
