import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'dist', '.built');

/** Builds `dist/` when a source is newer; an image without sources is left alone. */
export function ensureBuild() {
  const sources = ['packages', 'apps', 'tsdown.config.ts', 'package.json'].map((name) =>
    join(root, name),
  );
  if (!existsSync(join(root, 'tsdown.config.ts'))) return;
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (newest(sources) <= builtAt) return;
  process.stderr.write('Building (first start, or the sources changed) …\n');
  const tsdown = join(root, 'node_modules', 'tsdown', 'dist', 'run.mjs');
  if (!existsSync(tsdown)) fail('The build tool is missing. Run npm install first.');
  const startedAt = new Date();
  const built = spawnSync(process.execPath, [tsdown, '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) fail('The build failed; the lines above say why.');
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${startedAt.toISOString()}\n`);
}

/** The latest change among files, and files of folders, that are part of the build. */
function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts === undefined) continue;
    if (!facts.isDirectory()) {
      latest = Math.max(latest, facts.mtimeMs);
      continue;
    }
    const names = readdirSync(path).filter((name) => name !== 'node_modules' && name !== 'dist');
    latest = Math.max(latest, newest(names.map((name) => join(path, name))));
  }
  return latest;
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
