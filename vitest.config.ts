import { defineConfig } from 'vitest/config';

// Unit, tidy, known and property tests are pure and run side by side. Conformance and e2e use real
// sockets and two cores at most, so their files run one after the other.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'tidy', include: ['test/tidy/**/*.test.ts'] } },
      {
        test: {
          name: 'unit',
          include: [
            'test/{kit,model,catalog,scenario,score,report,run,demo,entry}/**/*.test.ts',
            'test/{known,property}/**/*.test.ts',
          ],
          // Property tests take their time on a machine that is busy with something else.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
