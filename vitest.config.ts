import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that wait for whole runs: begun last, one of them would keep everybody waiting. */
const LONG = ['network-run', 'express-trial', 'hostile', 'conductor-run', 'audit', 'against', 'selftest'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number =>
      LONG.findLastIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
    return sorted.toSorted((a, b) => (rank(a) >>> 0) - (rank(b) >>> 0));
  }
}

// Pure tests first, as many at once as there are cores. They leave nothing behind for each other, so what
// they import is loaded once. Those on real sockets and whole processes spend most of their time waiting,
// so a few of their files run side by side.
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'tidy',
          include: ['test/tidy/**/*.test.ts'],
          isolate: false,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'unit',
          include: [
            'test/{kit,model,catalog,scenario,score,report,simulate,run,demo,entry}/**/*.test.ts',
            'test/{known,property}/**/*.test.ts',
          ],
          isolate: false,
          maxWorkers: '100%',
          // Property tests take their time on a machine that is busy with something else.
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'sockets',
          include: ['test/conformance/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          maxWorkers: 4,
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
