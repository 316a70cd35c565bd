/** Measures every character in every style and scene: `npm run matrix:atelier`. */
import { spawnSync } from 'node:child_process';

const env = { ...process.env, ATELIER_MATRIX: '1' };
const args = ['vitest', 'run', 'packages/atelier/src/metrics/appearance.matrix.test.ts'];
const { status } = spawnSync('npx', args, { stdio: 'inherit', env });
process.exit(status ?? 1);
