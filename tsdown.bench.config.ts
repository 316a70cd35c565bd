import { defineConfig } from 'tsdown';
import { bundle } from './scripts/bundle.ts';

/** The gateway as the benchmark runs it: the same bundle, with the stub's provider put in. */
export default defineConfig({
  ...bundle,
  entry: { gateway: 'scripts/bench/gateway.ts' },
  outDir: 'dist/bench',
});
