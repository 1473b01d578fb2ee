import { describe, expect, test } from 'vitest';
import { knownTable } from '../../../../src/entry/cli/selftest/known-table.js';
import type { KnownRow } from '../../../../src/simulate/known/verdict.js';

const MEAN: KnownRow = {
  world: 'simulated',
  id: 'K4',
  title: 'the official SDKs, p = 1',
  what: 'mean wait before retry 1',
  is: 'equals',
  expected: 437.5,
  give: 0.000001,
  measured: 437.23,
  interval: [393.38, 481.08],
  verdict: 'pass',
  because: null,
};
const ROWS: readonly KnownRow[] = [
  MEAN,
  {
    ...MEAN,
    what: 'longest wait',
    is: 'at-most',
    expected: 500,
    give: 0,
    measured: 520,
    interval: null,
    verdict: 'fail',
  },
  {
    ...MEAN,
    id: 'K9',
    title: 'another',
    measured: null,
    interval: null,
    verdict: 'not measured',
    because: 'nobody came',
  },
];

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

describe('the table of known answers', () => {
  test.each([40, 60, 80, 120])('keeps to %i columns', (columns) => {
    expect(widest(knownTable(ROWS, columns))).toBeLessThanOrEqual(columns);
  });

  test('says each answer in a sentence where there is no room for columns', () => {
    expect(knownTable(ROWS, 80)).toBe(`
simulated K4  the official SDKs, p = 1
  pass  mean wait before retry 1: 437.5 ± 0.000001 expected, 437.23 measured,
        393.38 to 481.08
  fail  longest wait: ≤ 500 expected, 520 measured

simulated K9  another
  not measured  mean wait before retry 1: 437.5 ± 0.000001 expected
        nobody came

1 of 3 hold, 1 fail, 1 not measured.
`);
  });

  test('names the case once, above its columns', () => {
    const lines = knownTable(ROWS, 120).split('\n');
    expect(lines[0]).toMatch(/^ {2}what +expected +measured +99 % interval +verdict$/);
    expect(lines.filter((line) => line === 'simulated K4  the official SDKs, p = 1')).toHaveLength(1);
    expect(lines[3]).toMatch(
      /^ {2}mean wait before retry 1 +437\.5 ± 0\.000001 +437\.23 +393\.38 to 481\.08 +pass$/,
    );
  });
});
