import { defineConfig } from 'vitest/config';

// Pure tests first, as many at once as there are cores. Those on real sockets and whole processes spend
// most of their time waiting, so a few of their files run side by side.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'tidy', include: ['test/tidy/**/*.test.ts'], sequence: { groupOrder: 0 } } },
      {
        test: {
          name: 'unit',
          include: [
            'test/{kit,model,catalog,scenario,score,report,simulate,run,demo,entry}/**/*.test.ts',
            'test/{known,property}/**/*.test.ts',
          ],
          // Property tests take their time on a machine that is busy with something else.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'sockets',
          include: ['test/conformance/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          maxWorkers: 3,
          // A hosted machine may stop for a second at any time; what fails twice there is broken.
          retry: process.env['CI'] === undefined ? 0 : 1,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
