import { defineConfig } from 'tsdown';
import { bundle } from './scripts/bundle.ts';

export default defineConfig([
  /**
   * Two entries: the command line (with the server behind it) and the engine's worker, side by
   * side in one folder, so that the pool finds its worker by a relative path.
   */
  {
    ...bundle,
    entry: {
      aigateway: 'apps/gateway/src/cli/main.ts',
      'atelier-worker': 'packages/atelier/src/engine/worker.ts',
    },
    outDir: 'dist',
    sourcemap: true,
  },
  /** What runs in the browser: one self-contained module for the pages that need it. */
  {
    entry: { client: 'apps/console/src/client/main.tsx' },
    outDir: 'apps/console/dist',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    dts: false,
    clean: true,
    minify: true,
    deps: { alwaysBundle: [/./] },
    define: { 'process.env.NODE_ENV': '"production"' },
    outExtensions: () => ({ js: '.js' }),
  },
]);
