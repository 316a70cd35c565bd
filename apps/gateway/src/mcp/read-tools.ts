import { modelListQuerySchema } from '@aigateway/contract';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { GatewayClient, RouteAnswer } from './gateway-client.ts';
import { showJob } from './show-pictures.ts';

const READS = { readOnlyHint: true, openWorldHint: false } as const;
const jobId = z.string().startsWith('job_').max(64).describe('Id of the job.');

/** The tools that read, and the one that cancels. */
export function addReadTools(server: McpServer, client: GatewayClient): void {
  const { search, ...filters } = modelListQuerySchema.shape;
  const models = async (query: Record<string, unknown>) => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
    return toText(await client.call('GET', `/v1/models?${text}`));
  };
  server.registerTool(
    'list_models',
    {
      title: 'List models',
      description: 'The models with their prices and what they can do, all or by a filter.',
      inputSchema: filters,
      annotations: READS,
    },
    models,
  );
  server.registerTool(
    'search_models',
    {
      title: 'Search models',
      description: 'Models whose id, name or description has all of the words.',
      inputSchema: { ...filters, query: search.unwrap().describe('Words to look for.') },
      annotations: READS,
    },
    ({ query, ...rest }) => models({ ...rest, search: query }),
  );
  server.registerTool(
    'get_balance',
    { title: 'Read the balance', description: 'What is left, in US cents.', annotations: READS },
    async () => toText(await client.call('GET', '/v1/balance')),
  );
  server.registerTool(
    'get_job',
    {
      title: 'Read a job',
      description: 'How a job stands; its pictures when it is completed.',
      inputSchema: { id: jobId },
      annotations: READS,
    },
    async ({ id }) => toJob(await client.call('GET', `/v1/jobs/${id}`), client),
  );
  server.registerTool(
    'cancel_job',
    {
      title: 'Cancel a job',
      description: 'Ends a job that waits or runs; it costs nothing then.',
      inputSchema: { id: jobId },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    },
    async ({ id }) => toJob(await client.call('DELETE', `/v1/jobs/${id}`), client),
  );
}

function toText(answer: RouteAnswer): CallToolResult {
  if (!answer.ok) return answer.error;
  const { body } = answer;
  return { content: [{ type: 'text', text: JSON.stringify(body) }], structuredContent: body };
}

async function toJob(answer: RouteAnswer, client: GatewayClient): Promise<CallToolResult> {
  return answer.ok ? showJob(answer.body, client) : answer.error;
}
