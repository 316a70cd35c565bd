import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateAll } from './gen/generate-all.ts';
import { isKind, startFiles } from './new/start-files.ts';

// `npm run new style oil-pastel` writes a starting file, its test, and renews the registries.
const root = fileURLToPath(new URL('..', import.meta.url));

async function startThing(kind: string | undefined, name: string | undefined): Promise<void> {
  if (!isKind(kind) || name === undefined) {
    throw new Error('Usage: npm run new provider|style|scene|model <name>');
  }
  const files = startFiles(kind, name);
  const taken = files.find((file) => existsSync(join(root, file.path)));
  if (taken !== undefined) throw new Error(`${taken.path} exists already; nothing was written.`);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
  for (const { path, current, wanted } of await generateAll(root)) {
    if (current === wanted) continue;
    writeFileSync(join(root, path), wanted);
    console.log(`wrote ${path}`);
  }
}

try {
  await startThing(process.argv[2], process.argv[3]);
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
