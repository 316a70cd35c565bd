import { defineConfig } from 'vitest/config';

/** The real process, one file at a time: start-up and pictures are timed. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
