/**
 * Measures every character in every style and scene: `npm run matrix:atelier`, or of some scenes
 * only, `npm run matrix:atelier -- -t "in (beach|moon)"`.
 */
import { spawnSync } from 'node:child_process';

const env = { ...process.env, ATELIER_MATRIX: '1' };
const args = ['vitest', 'run', 'packages/atelier/src/metrics/appearance.matrix.test.ts'];
args.push(...process.argv.slice(2));
const { status } = spawnSync('npx', args, { stdio: 'inherit', env });
process.exit(status ?? 1);
