import { defineConfig } from 'tsdown';
import { bundle } from './scripts/bundle.ts';

/**
 * Two entries: the command line (with the server behind it) and the engine's worker, side by side
 * in one folder, so that the pool finds its worker by a relative path.
 */
export default defineConfig({
  ...bundle,
  entry: {
    aigateway: 'apps/gateway/src/cli/main.ts',
    'atelier-worker': 'packages/atelier/src/engine/worker.ts',
  },
  outDir: 'dist',
  sourcemap: true,
});
