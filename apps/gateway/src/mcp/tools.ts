import { ApiError, type ErrorEnvelope } from '@aigateway/contract';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  type ToolAnnotations,
} from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { checkValue } from '../edge/read-json.ts';

/** One tool: what is listed of it, and what it does with arguments that were checked. */
export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly annotations: ToolAnnotations;
  run(input: z.output<Input>): Promise<CallToolResult>;
}

/** Declares a tool; the type of its arguments follows from its schema. */
export function defineTool<Input extends z.ZodObject>(tool: Tool<Input>): Tool {
  return { ...tool, run: (input) => tool.run(input as z.output<Input>) };
}

/**
 * Adds the tools. The SDK lists them; calls are answered here, so that an unknown tool or argument
 * is told in the words that the routes use.
 */
export function addTools(
  server: McpServer,
  tools: readonly Tool[],
  onFault: (error: unknown) => void,
): void {
  for (const { name, title, description, input, annotations, run } of tools) {
    server.registerTool(name, { title, description, inputSchema: input, annotations }, run);
  }
  server.server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    try {
      return await callTool(tools, params);
    } catch (error) {
      if (error instanceof ApiError) return toToolError(error.toEnvelope());
      onFault(error);
      return toToolError(new ApiError('internal_error', 'The tool failed.').toEnvelope());
    }
  });
}

async function callTool(
  tools: readonly Tool[],
  { name, arguments: input }: { readonly name: string; readonly arguments?: unknown },
): Promise<CallToolResult> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) {
    const names = tools.map((one) => one.name).join(', ');
    const asked = JSON.stringify(name.slice(0, 100));
    throw new ApiError('invalid_value', `There is no tool ${asked}. There are ${names}.`);
  }
  return tool.run(checkValue(input ?? {}, tool.input));
}

/** An error of the catalogue as a failed tool: its code to branch on, its sentence to act on. */
export function toToolError({ error }: ErrorEnvelope): CallToolResult {
  const { code, message, param } = error;
  return {
    isError: true,
    content: [{ type: 'text', text: `${code}: ${message}` }],
    structuredContent: { error: { code, message, param } },
  };
}
