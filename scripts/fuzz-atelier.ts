/** Feeds the engine 2 000 broken pictures: `npm run fuzz:atelier`, others `-- <first seed>`. */
import { spawnSync } from 'node:child_process';

const env = { ...process.env, ATELIER_FUZZ: '2000', ATELIER_FUZZ_SEED: process.argv[2] ?? '1' };
const args = ['vitest', 'run', 'packages/atelier/src/engine/fuzz.test.ts'];
const { status } = spawnSync('npx', args, { stdio: 'inherit', env });
process.exit(status ?? 1);
