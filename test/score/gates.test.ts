import { describe, expect, it } from 'vitest';
import { viewOf } from '../../src/catalog/measures/view.js';
import { judgeGates, verdictOf } from '../../src/score/gates.js';
import type { Grade } from '../../src/score/grade.js';
import { gaugeOf } from '../../src/score/measure.js';
import { failing, gateOf, playRecord } from '../support/record.js';

const gauge = gaugeOf(
  viewOf(
    playRecord((role, index) =>
      role === 'outage' && index % 4 === 0 ? { class: 'hang', latency: 30_000, attempts: failing(3) } : null,
    ),
  ),
);
const grade = (low: number, score: number, high: number): Grade => ({
  state: 'graded',
  letter: 'C',
  score,
  interval: [low, high],
});

describe('a gate', () => {
  it.each([
    ['>=', 60, 60, 90, 'pass'],
    ['>=', 60, 59.9, 90, 'inconclusive'],
    ['>=', 60, 20, 59.9, 'fail'],
    ['<', 3, 1, 2, 'pass'],
    ['<', 3, 1, 3, 'inconclusive'],
    ['<', 3, 3, 5, 'fail'],
    ['<=', 3, 3, 3, 'pass'],
    ['>', 3, 3, 3, 'fail'],
    ['==', 3, 3, 3, 'pass'],
    ['==', 3, 2, 4, 'inconclusive'],
    ['==', 3, 4, 5, 'fail'],
    ['<', 3, 2, Infinity, 'inconclusive'],
  ] as const)('%s %d over %d to %d: %s', (...row) => {
    const [is, value, low, high, verdict] = row;
    expect(verdictOf(is, value, { low, high })).toBe(verdict);
  });

  it('stands at a score of 60 where the author wrote none', () => {
    expect(judgeGates([], gauge, grade(61, 70, 80))).toEqual([
      { text: 'score >= 60', verdict: 'pass', because: '70, 95 % interval 61 to 80' },
    ]);
  });

  it('is open where there is no score', () => {
    const [result] = judgeGates([], gauge, { state: 'ungraded', missing: [] });
    expect(result?.verdict).toBe('inconclusive');
  });

  it('is open where its measure has no number, never passed', () => {
    const [result] = judgeGates(
      [gateOf('x', { measure: 'waste', is: '<=', value: 1, during: 'nowhere' })],
      gauge,
      grade(1, 1, 1),
    );
    expect(result?.verdict).toBe('inconclusive');
  });

  it('is open where no such measure exists', () => {
    const [result] = judgeGates(
      [gateOf('x', { measure: 'charm', is: '<=', value: 1 })],
      gauge,
      grade(1, 1, 1),
    );
    expect(result?.verdict).toBe('inconclusive');
  });

  it('looks at the phase that its measure means, where it names none', () => {
    const [result] = judgeGates(
      [gateOf('hang-share <= 1%', { measure: 'hang-share', is: '<=', value: 0.01 })],
      gauge,
      grade(1, 1, 1),
    );
    expect(result?.verdict).toBe('fail');
  });

  it('fails on a quantile that lies among those who never got an answer', () => {
    const p95 = { measure: 'latency', quantile: 0.95, is: '<', value: 3000, during: 'outage' } as const;
    const [result] = judgeGates([gateOf('latency.p95 < 3s', p95)], gauge, grade(1, 1, 1));
    expect(result?.verdict).toBe('fail');
  });

  it('is open where that quantile could have ended before the limit or after', () => {
    const p95 = { measure: 'latency', quantile: 0.95, is: '<', value: 60_000, during: 'outage' } as const;
    const [result] = judgeGates([gateOf('latency.p95 < 60s', p95)], gauge, grade(1, 1, 1));
    expect(result?.verdict).toBe('inconclusive');
  });
});
