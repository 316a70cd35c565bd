import { modelListQuerySchema } from '@aigateway/contract';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { GatewayClient, RouteAnswer } from './gateway-client.ts';
import { showJob } from './show-pictures.ts';
import { defineTool, type Tool } from './tools.ts';

const READS = { readOnlyHint: true, openWorldHint: false } as const;
const { search, ...filters } = modelListQuerySchema.shape;
const noInput = z.strictObject({});
const jobInput = z.strictObject({
  id: z.string().startsWith('job_').max(64).describe('Id of the job.'),
});

/** The tools that read, and the one that cancels. */
export function createReadTools(client: GatewayClient): Tool[] {
  return [
    defineTool({
      name: 'list_models',
      title: 'List models',
      description: 'The models with their prices and what they can do, all or by a filter.',
      input: z.strictObject(filters),
      annotations: READS,
      run: (query) => listModels(client, query),
    }),
    defineTool({
      name: 'search_models',
      title: 'Search models',
      description: 'Models whose id, name or description has all of the words.',
      input: z.strictObject({ ...filters, query: search.unwrap().describe('Words to look for.') }),
      annotations: READS,
      run: ({ query, ...rest }) => listModels(client, { ...rest, search: query }),
    }),
    defineTool({
      name: 'get_balance',
      title: 'Read the balance',
      description: 'What is left, in US cents.',
      input: noInput,
      annotations: READS,
      run: async () => toText(await client.call('GET', '/v1/balance')),
    }),
    defineTool({
      name: 'get_job',
      title: 'Read a job',
      description: 'How a job stands; its pictures when it is completed.',
      input: jobInput,
      annotations: READS,
      run: async ({ id }) => toJob(await client.call('GET', jobPath(id)), client),
    }),
    defineTool({
      name: 'cancel_job',
      title: 'Cancel a job',
      description: 'Ends a job that waits or runs; it costs nothing then.',
      input: jobInput,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
      run: async ({ id }) => toJob(await client.call('DELETE', jobPath(id)), client),
    }),
  ];
}

async function listModels(
  client: GatewayClient,
  query: Readonly<Record<string, unknown>>,
): Promise<CallToolResult> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return toText(await client.call('GET', `/v1/models?${text}`));
}

/** An id is a caller's word: it stays one segment, whatever it says. */
function jobPath(id: string): string {
  return `/v1/jobs/${encodeURIComponent(id)}`;
}

function toText(answer: RouteAnswer): CallToolResult {
  if (!answer.ok) return answer.error;
  const { body } = answer;
  return { content: [{ type: 'text', text: JSON.stringify(body) }], structuredContent: body };
}

async function toJob(answer: RouteAnswer, client: GatewayClient): Promise<CallToolResult> {
  return answer.ok ? showJob(answer.body, client) : answer.error;
}
