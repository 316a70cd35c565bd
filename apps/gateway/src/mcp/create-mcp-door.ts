import type { CatalogModel } from '@aigateway/catalog';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { createGatewayClient } from './gateway-client.ts';
import { addModels } from './models.ts';
import { addPictureTools } from './picture-tools.ts';
import { addPrompts } from './prompts.ts';
import { addReadTools } from './read-tools.ts';

const INSTRUCTIONS =
  'Makes pictures. generate_image draws from words; remix_character shows a given character in ' +
  'another setting or art style; edit_image changes a given picture. Pictures cost money: ' +
  'list_models shows prices, get_balance what is left. Answers hold a small preview and a link to ' +
  'the full picture, good for 24 hours.';

/** What the door is made of. */
export interface McpDoorParts {
  readonly models: ReadonlyMap<string, CatalogModel>;
  readonly version: string;
}

/** The Model Context Protocol over Streamable HTTP, one server a message: there is no session. */
export function createMcpDoor({ models, version }: McpDoorParts) {
  return {
    async answer(
      request: Request,
      body: unknown,
      callRoute: (request: Request) => Promise<Response>,
    ): Promise<Response> {
      const client = createGatewayClient(request, callRoute);
      const server = new McpServer(
        { name: 'aigateway', title: 'AIgateway', version },
        { instructions: INSTRUCTIONS },
      );
      addPictureTools(server, client);
      addReadTools(server, client);
      addModels(server, client, models);
      addPrompts(server);
      const transport = new WebStandardStreamableHTTPServerTransport();
      await server.connect(transport);
      return transport.handleRequest(request, { parsedBody: body });
    },
  };
}
