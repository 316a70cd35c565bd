import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ProviderError } from '../define-provider.ts';
import { type BuiltGraph, type ComfyGraph, type GraphOrder, graphSchema } from './graph.ts';

const inputSchema = z.strictObject({ node: z.string().min(1), input: z.string().min(1) });

/** Says which input of which node is what: the binding file beside an operator's graph. */
const bindingsSchema = z.strictObject({
  prompt: inputSchema,
  negative_prompt: inputSchema.optional(),
  seed: inputSchema,
  width: inputSchema.optional(),
  height: inputSchema.optional(),
  /** Inputs of `LoadImage` nodes, in the order the pictures are sent. */
  references: z.array(inputSchema).max(16).default([]),
  /** Fewest pictures the graph works with; all of its inputs when absent. */
  min_references: z.int().min(0).optional(),
  /** Takes a picture that is white where it is to be repainted. */
  mask: inputSchema.optional(),
  /** The node whose pictures are the result. */
  output: z.string().min(1),
});
type Bindings = z.infer<typeof bindingsSchema>;
type Binding = z.infer<typeof inputSchema>;

/** An operator's own graph, ready to be filled. */
export interface OperatorGraph {
  readonly maxReferences: number;
  readonly minReferences: number;
  readonly takesMask: boolean;
  readonly fill: (order: GraphOrder) => BuiltGraph;
}

/**
 * Reads an API-format graph and its bindings, each JSON or the path of a JSON file. Every binding
 * must lead to a node of the graph. Throws `ProviderError` `failed` that says what is wrong.
 */
export async function readOperatorGraph(
  settings: Readonly<Record<string, string>>,
): Promise<OperatorGraph> {
  const graph = graphSchema.safeParse(await readJson(settings.graph, 'graph')).data;
  if (graph === undefined) {
    throw misconfigured('The graph is not in API format: export it with "Save (API format)".');
  }
  const bindings = bindingsSchema.safeParse(await readJson(settings.bindings, 'binding file'));
  if (!bindings.success) {
    const [issue] = bindings.error.issues;
    throw misconfigured(`The binding file is wrong at "${issue?.path.join('.') ?? ''}".`);
  }
  checkBindings(graph, bindings.data);
  const { references, min_references: min, mask } = bindings.data;
  return {
    maxReferences: references.length,
    minReferences: min ?? references.length,
    takesMask: mask !== undefined,
    fill: (order) => fill(graph, bindings.data, order),
  };
}

async function readJson(setting: string | undefined, what: string): Promise<unknown> {
  if (setting === undefined) throw misconfigured(`No ${what} is configured.`);
  try {
    const inline = setting.trimStart().startsWith('{');
    return JSON.parse(inline ? setting : await readFile(setting, 'utf8'));
  } catch (error) {
    throw misconfigured(`The ${what} cannot be read as JSON.`, error);
  }
}

function checkBindings(graph: ComfyGraph, bindings: Bindings): void {
  if (graph[bindings.output] === undefined) {
    throw misconfigured(`The graph has no node "${bindings.output}" for its output.`);
  }
  const { references, output: _, min_references: __, ...named } = bindings;
  for (const binding of [...references, ...Object.values(named)]) {
    if (binding !== undefined && graph[binding.node] === undefined) {
      throw misconfigured(`The graph has no node "${binding.node}".`);
    }
  }
}

function fill(template: ComfyGraph, bindings: Bindings, order: GraphOrder): BuiltGraph {
  const graph = structuredClone(template);
  const set = (binding: Binding | undefined, value: unknown) => {
    const node = binding && graph[binding.node];
    if (binding && node && value !== null) node.inputs[binding.input] = value;
  };
  set(bindings.prompt, order.prompt);
  set(bindings.negative_prompt, order.negativePrompt);
  set(bindings.seed, order.seed);
  set(bindings.width, order.width);
  set(bindings.height, order.height);
  set(bindings.mask, order.mask);
  for (const [at, name] of order.references.entries()) set(bindings.references[at], name);
  return { graph, output: bindings.output };
}

function misconfigured(message: string, cause?: unknown): ProviderError {
  return new ProviderError('failed', `ComfyUI is not set up. ${message}`, { billed: 'no', cause });
}
