import type { CatalogModel } from '@aigateway/catalog';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import * as streamableHttp from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { createGatewayClient } from './gateway-client.ts';
import { addModels } from './models.ts';
import { createPictureTools } from './picture-tools.ts';
import { addPrompts } from './prompts.ts';
import { createReadTools } from './read-tools.ts';
import { addTools } from './tools.ts';

const INSTRUCTIONS =
  'Makes pictures. generate_image draws from words; remix_character shows a given character in ' +
  'another setting or art style; edit_image changes a given picture. Pictures cost money: ' +
  'list_models shows prices, get_balance what is left. Answers hold a small preview and a link ' +
  'to the full picture, good for 24 hours.';

/** What the door is made of. */
export interface McpDoorParts {
  readonly models: ReadonlyMap<string, CatalogModel>;
  readonly version: string;
  /** Told of what failed inside a tool and is no error of the catalogue. */
  readonly onFault: (error: unknown) => void;
}

/** A message on its way: the request, its body as JSON, and the way to the routes. */
export interface McpMessage {
  readonly request: Request;
  readonly body: unknown;
  readonly callRoute: (request: Request) => Promise<Response>;
}

/** Answers one message with a server of its own: there is no session. */
export async function answerMessage(
  { request, body, callRoute }: McpMessage,
  { models, version, onFault }: McpDoorParts,
): Promise<Response> {
  const client = createGatewayClient(request, callRoute);
  const server = new McpServer(
    { name: 'aigateway', title: 'AIgateway', version },
    { instructions: INSTRUCTIONS },
  );
  addTools(server, [...createPictureTools(client), ...createReadTools(client)], onFault);
  addModels(server, client, models);
  addPrompts(server);
  const transport = new streamableHttp.WebStandardStreamableHTTPServerTransport();
  await server.connect(transport);
  return transport.handleRequest(withAccept(request), { parsedBody: body });
}

/** The SDK wants both forms named; who takes anything, or does not say, takes both. */
function withAccept({ url, method, headers, signal }: Request): Request {
  const accept = headers.get('accept') ?? '*/*';
  const named = new Headers(headers);
  if (accept.includes('*/*')) named.set('accept', 'application/json, text/event-stream');
  return new Request(url, { method, headers: named, signal });
}
