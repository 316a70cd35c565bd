import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';

const GENERATOR = 'packages/atelier/gen-registries.ts';

/** The engine's own generated files, by path; the engine knows how to describe its parts. */
export async function generateAtelier(root: string): Promise<Map<string, string>> {
  const path = join(root, GENERATOR);
  if (!existsSync(path)) return new Map();
  const { generateRegistries } = (await import(pathToFileURL(path).href)) as {
    generateRegistries: () => Promise<Map<string, string>>;
  };
  const files = await generateRegistries();
  return new Map(
    [...files].map(([name, text]) => [posix.join('packages/atelier/src', name), text]),
  );
}
