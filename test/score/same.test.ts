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

it('runs that went alike are told apart by nothing', () => {
  expect(sameness([oneIn(4), oneIn(4), oneIn(4)])).toMatchObject({
    deviation: 0,
    apart: 0,
    pairs: 2,
    undecided: 0,
    finest: 0,
    verdict: 'pass',
  });
});

it('a change that nobody made is found out', () => {
  const found = sameness([oneIn(4), oneIn(4), oneIn(2)]);
  expect(found).toMatchObject({ apart: 1, verdict: 'fail' });
  expect(found.finest).toBeCloseTo(3 * (found.deviation ?? Number.NaN), 9);
});

it('a run without a score leaves it undecided', () => {
  const open = oneIn(4, { facts: { windows: [] } });
  expect(sameness([oneIn(4), open])).toMatchObject({
    undecided: 1,
    deviation: null,
    verdict: 'inconclusive',
  });
});
