import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateAtelier } from './atelier.ts';
import { GENERATED_PARTS, generateDocument } from './documents.ts';
import { generateRegistry, REGISTRIES } from './registries.ts';

/** One generated file: what it holds, and what it should hold. */
export interface GeneratedFile {
  readonly path: string;
  /** Null where the file does not exist. */
  readonly current: string | null;
  readonly wanted: string;
}

/** Everything `npm run gen` writes, computed but not written. */
export async function generateAll(root: string): Promise<GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  const add = (path: string, wanted: string | null) => {
    if (wanted === null) return;
    const absolute = join(root, path);
    const current = existsSync(absolute) ? readFileSync(absolute, 'utf8') : null;
    files.push({ path, current, wanted });
  };
  for (const registry of REGISTRIES) add(registry.output, generateRegistry(root, registry));
  for (const [path, text] of await generateAtelier(root)) add(path, text);
  const documents = new Map<string, string | null>();
  for (const part of GENERATED_PARTS) {
    const before = documents.get(part.output) ?? undefined;
    documents.set(part.output, await generateDocument(root, part, before));
  }
  for (const [path, text] of documents) add(path, text);
  return files;
}
