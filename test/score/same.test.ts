import { expect, it } from 'vitest';
import { scoreRecord } from '../../src/score/score.js';
import { sameness } from '../../src/score/same.js';
import type { Scored } from '../../src/score/compare.js';
import { failing, playRecord, type Parts, type Played } from '../support/record.js';

const BAD: Played = { class: 'honest-error', latency: 80, attempts: failing(1) };

function oneIn(every: number, parts: Parts = {}): Scored {
  const record = playRecord(
    (phase, index) => (phase === 'outage' && index % every === 0 ? BAD : null),
    parts,
  );
  return { record, scorecard: scoreRecord(record) };
}

const seeded = (seed: number): Parts => ({ plan: { seed } });

/** Of a score that somebody wrote on it. */
function scoring(seed: number, score: number): Scored {
  const { record, scorecard } = oneIn(4, seeded(seed));
  return { record, scorecard: { ...scorecard, score } };
}

it('runs that went alike are told apart by nothing', () => {
  expect(sameness([oneIn(4), oneIn(4), oneIn(4)])).toMatchObject({
    deviation: 0,
    seedDeviation: null,
    apart: 0,
    pairs: 3,
    undecided: 0,
    finest: 0,
    verdict: 'pass',
  });
});

it('a change that nobody made is found out, against each run without it', () => {
  const found = sameness([oneIn(4), oneIn(4), oneIn(2)]);
  expect(found).toMatchObject({ apart: 2, pairs: 3, verdict: 'fail' });
  expect(found.finest).toBeCloseTo(3 * (found.deviation ?? Number.NaN), 9);
});

it('only runs of one seed are held against each other', () => {
  const found = sameness([
    oneIn(4, seeded(1)),
    oneIn(2, seeded(2)),
    oneIn(4, seeded(1)),
    oneIn(2, seeded(2)),
  ]);
  expect(found).toMatchObject({ deviation: 0, apart: 0, pairs: 2, verdict: 'pass' });
  expect(found.runs.map(({ seed }) => seed)).toEqual([1, 2, 1, 2]);
  expect(found.seedDeviation).toBeGreaterThan(1);
});

it('the deviations are those of arithmetic', () => {
  const found = sameness([scoring(1, 80), scoring(2, 90), scoring(1, 82), scoring(2, 96)]);
  // 2² / 2 and 6² / 2 are 2 and 18; means of 81 and 93 lie 12 apart.
  expect(found.deviation).toBeCloseTo(Math.sqrt(10), 9);
  expect(found.seedDeviation).toBeCloseTo(12 / Math.SQRT2, 9);
  expect(found.mean).toBe(87);
});

it('a seed that was played once leaves the deviation unknown', () => {
  expect(sameness([scoring(1, 80), scoring(2, 90)])).toMatchObject({
    ...{ deviation: null, pairs: 0, verdict: 'inconclusive' },
  });
});

it('a run without a score leaves it undecided', () => {
  const open = oneIn(4, { facts: { windows: [] } });
  expect(sameness([oneIn(4), open])).toMatchObject({
    undecided: 1,
    deviation: null,
    verdict: 'inconclusive',
  });
});
