import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // By default one processor is left free, which leaves only one of two. Many tests wait for a process
    // or for a clock, so one more than there are processors has them all at work.
    maxWorkers: availableParallelism() + 1,
    // Whole commands are started as processes, on machines that are shared: a limit is only there to
    // end what hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text', 'json-summary'] },
  },
});
