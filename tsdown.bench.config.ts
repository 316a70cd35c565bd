import { defineConfig } from 'tsdown';
import { bundle } from './scripts/bundle.ts';

/** What the benchmarks run: the gateway with the stub's provider put in, and the engine. */
export default defineConfig({
  ...bundle,
  entry: {
    gateway: 'scripts/bench/gateway.ts',
    'atelier-child': 'scripts/bench/atelier-child.ts',
    'atelier-worker': 'packages/atelier/src/engine/worker.ts',
  },
  outDir: 'dist/bench',
});
