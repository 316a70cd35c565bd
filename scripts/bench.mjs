// Builds the bundles and runs the benchmarks: `npm run bench`, `npm run bench:atelier`, and with
// every repetition `npm run bench:atelier -- --long`. `npm run bench:streams` runs by itself.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from './ensure-build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = (args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

ensureBuild();
run([
  'node_modules/tsdown/dist/run.mjs',
  '--config',
  'tsdown.bench.config.ts',
  '--logLevel',
  'warn',
]);
const [, , only, ...more] = process.argv;
const wants = (name) => only === name || (only === undefined && name !== 'streams');
if (wants('gateway')) run(['--import', 'tsx', 'scripts/bench/run.ts']);
if (wants('streams')) run(['--import', 'tsx', 'scripts/bench/streams.ts']);
if (wants('atelier')) run(['--import', 'tsx', 'scripts/bench/atelier.ts', ...more]);
