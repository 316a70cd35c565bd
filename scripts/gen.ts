import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateAll } from './gen/generate-all.ts';

// `npm run gen` writes what is stale; `npm run gen -- --check` only says so and fails.
const root = fileURLToPath(new URL('..', import.meta.url));
const checkOnly = process.argv.includes('--check');
const stale = (await generateAll(root)).filter((file) => file.current !== file.wanted);

for (const file of stale) {
  if (!checkOnly) writeFileSync(join(root, file.path), file.wanted);
  console.log(`${checkOnly ? 'stale' : 'wrote'} ${file.path}`);
}
if (stale.length === 0) console.log('Everything generated is fresh.');
if (checkOnly && stale.length > 0) process.exitCode = 1;
