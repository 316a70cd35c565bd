import { isRecord } from '../openai-wire/read-images.ts';
import { type ComfyRun, callComfyOk, failed } from './call-comfyui.ts';
import type { ComfyGraph } from './graph.ts';

/** Inputs whose value is an uploaded picture, which no list of files can know yet. */
const UPLOADED = new Set(['LoadImage.image', 'LoadImageMask.image']);

/**
 * Checks a graph against `/object_info` before anything is uploaded: every node type must be
 * there, take the inputs it is given, and know the model files and options that are named.
 * Throws `ProviderError` `failed` naming the first thing that is missing.
 */
export async function preflight(run: ComfyRun, graph: ComfyGraph): Promise<void> {
  const classes = [...new Set(Object.values(graph).map((node) => node.class_type))];
  const infos = await Promise.all(classes.map((name) => readInfo(run, name)));
  const byClass = new Map(classes.map((name, at) => [name, infos[at]]));
  for (const { class_type: name, inputs } of Object.values(graph)) {
    const known = byClass.get(name);
    if (!known) throw failed(`lacks the node "${name}". Update it, or install the node.`);
    for (const [input, value] of Object.entries(inputs)) {
      const spec = known[input];
      if (spec === undefined) throw failed(`has a node "${name}" without the input "${input}".`);
      const options = readOptions(spec);
      if (UPLOADED.has(`${name}.${input}`) || options === null || typeof value !== 'string')
        continue;
      if (!options.includes(value)) throw failed(`lacks "${value}" for the node "${name}".`);
    }
  }
}

/** The inputs of a node type by name; null when there is no such type. */
async function readInfo(run: ComfyRun, name: string): Promise<Record<string, unknown> | null> {
  const path = `/object_info/${encodeURIComponent(name)}`;
  const { json } = await callComfyOk(run, { method: 'GET', path });
  const info = isRecord(json) ? json[name] : undefined;
  if (!isRecord(info)) return null;
  const input = isRecord(info.input) ? info.input : {};
  const groups = [input.required, input.optional, input.hidden].filter(isRecord);
  return Object.assign({}, ...groups) as Record<string, unknown>;
}

/** Both forms of a choice: `[["a", "b"], …]` and `["COMBO", { options: ["a", "b"] }]`. */
function readOptions(spec: unknown): unknown[] | null {
  if (!Array.isArray(spec)) return null;
  const [first, second] = spec;
  if (Array.isArray(first)) return first;
  return isRecord(second) && Array.isArray(second.options) ? second.options : null;
}
