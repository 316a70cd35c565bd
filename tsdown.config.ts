import { defineConfig } from 'tsdown';

/**
 * Two entries: the command line (with the server behind it) and the engine's worker, side by side
 * in one folder, so that the pool finds its worker by a relative path. Workspaces are bundled,
 * what comes from npm is not.
 */
export default defineConfig({
  entry: {
    aigateway: 'apps/gateway/src/cli/main.ts',
    'atelier-worker': 'packages/atelier/src/engine/worker.ts',
  },
  outDir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: false,
  sourcemap: true,
  clean: true,
  noExternal: [/^@aigateway\//],
  outExtensions: () => ({ js: '.js' }),
});
