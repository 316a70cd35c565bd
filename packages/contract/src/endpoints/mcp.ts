import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';

/** A message of JSON-RPC 2.0, or several. */
const messageSchema = z
  .record(z.string(), z.unknown())
  .describe('JSON-RPC 2.0, as the Model Context Protocol says.');

/** `POST /mcp`. */
export const mcpEndpoint = defineEndpoint({
  id: 'mcp',
  method: 'post',
  path: '/mcp',
  tag: 'Agents',
  summary: 'Speak the Model Context Protocol',
  description:
    'Streamable HTTP without sessions: tools that make pictures, models as resources, prompts ' +
    'for common remixes. Every tool is a call of this API with the same key.',
  auth: 'key',
  access: 'agents',
  body: { name: 'McpMessage', schema: messageSchema },
  answer: {
    status: 200,
    description: 'The answer, as JSON or as server-sent events.',
    schemas: { McpAnswer: messageSchema },
  },
  errors: [
    'invalid_json',
    'invalid_value',
    'missing_api_key',
    'invalid_api_key',
    'expired_api_key',
    'scope_exceeded',
    'foreign_origin',
    'rate_limit_exceeded',
    'payload_too_large',
    'unsupported_media_type',
    'internal_error',
  ],
});
