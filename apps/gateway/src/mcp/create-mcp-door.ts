import type { McpDoorParts } from './answer-message.ts';

/**
 * The Model Context Protocol over Streamable HTTP. The SDK is loaded with the first message: who
 * has no agents pays nothing for it.
 */
export function createMcpDoor(parts: McpDoorParts) {
  return {
    async answer(
      request: Request,
      body: unknown,
      callRoute: (request: Request) => Promise<Response>,
    ): Promise<Response> {
      const { answerMessage } = await import('./answer-message.ts');
      return answerMessage({ request, body, callRoute }, parts);
    },
  };
}
