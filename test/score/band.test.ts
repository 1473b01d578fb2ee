import { describe, expect, it } from 'vitest';
import { viewOf } from '../../src/catalog/measures/view.js';
import type { RunRecord } from '../../src/model/record.js';
import { bandOf, differenceBand, resample } from '../../src/score/band.js';
import { gradeOf } from '../../src/score/grade.js';
import { gaugeOf } from '../../src/score/measure.js';
import { rubric } from '../../src/score/rubric.js';
import { scoreRecord } from '../../src/score/score.js';
import { summedOf } from '../../src/score/sums.js';
import { vectorOf } from '../../src/score/vector.js';
import { failing, playRecord, type Played } from '../support/record.js';

type Play = (phase: string, index: number) => Played | null;

const BAD: Played = { class: 'raw-error', latency: 80, attempts: failing(2) };
const HALF: Play = (phase, index) => (phase === 'outage' && index % 2 === 0 ? BAD : null);
const WAVES: Play = (phase, index) => (phase === 'outage' && Math.floor(index / 160) % 2 === 0 ? BAD : null);

function weighedOf(record: RunRecord) {
  const view = viewOf(record);
  const vector = vectorOf(rubric, gaugeOf(view));
  const graded = gradeOf(rubric, vector, { hasRecovery: true, hasDefaultCapacity: false });
  return { view, weighed: graded.weighed, base: graded.base ?? Number.NaN };
}

/** Some of the writes are lost, some doubled, and some can't be read. */
function withWrites(): RunRecord {
  const record = playRecord(WAVES);
  const effects = record.responses.map(({ inbound, journey, phase }) => {
    const count = [1, 0, 1, 2, null][inbound % 5] ?? null;
    return { kind: 'effect' as const, inbound, journey, phase, count };
  });
  return { ...record, effects };
}

describe('a term that is a sum over time', () => {
  it.each(rubric.terms.map(({ measure }) => measure))('%s gives the same as its measure', (measure) => {
    for (const record of [playRecord(HALF), playRecord(WAVES), playRecord(() => null), withWrites()]) {
      const { view, weighed } = weighedOf(record);
      const summed = summedOf(view, measure);
      const point = weighed.find(({ term }) => term.measure === measure)?.point;
      if (summed === null || point === undefined) continue;
      const ratios = summed.parts.map(({ bins }) => {
        const under = bins.reduce((sum, bin) => sum + bin.under, 0);
        return under === 0 ? null : bins.reduce((sum, bin) => sum + bin.over, 0) / under;
      });
      expect(summed.value(ratios) ?? 0).toBeCloseTo(point.value, 9);
    }
  });
});

describe('the band of a score', () => {
  it('holds the score, and is no wider than what the ends of the terms allow', () => {
    for (const record of [playRecord(HALF), playRecord(WAVES), playRecord(() => null)]) {
      const [low, high] = scoreRecord(record).interval ?? [];
      const wide = scoreRecord(record, rubric, 'plug-in');
      expect(low).toBeLessThanOrEqual(wide.score ?? Number.NaN);
      expect(high).toBeGreaterThanOrEqual(wide.score ?? Number.NaN);
      expect(low).toBeGreaterThanOrEqual(wide.interval?.[0] ?? Number.NaN);
      expect(high).toBeLessThanOrEqual(wide.interval?.[1] ?? Number.NaN);
    }
  });

  it('is wider where failures come in waves than where they are spread evenly', () => {
    const width = (play: Play): number => {
      const { view, weighed, base } = weighedOf(playRecord(play));
      const { low, high } = bandOf(resample(view, weighed), base);
      return high - low;
    };
    expect(width(WAVES)).toBeGreaterThan(2 * width(HALF));
  });

  it('is the same each time', () => {
    expect(scoreRecord(playRecord(WAVES)).interval).toEqual(scoreRecord(playRecord(WAVES)).interval);
  });

  it('of the difference of a run with itself is nothing but what is no sum over time', () => {
    const { view, weighed } = weighedOf(playRecord(WAVES));
    const once = resample(view, weighed);
    const { low, high } = differenceBand(once, { ...once, apart: { low: 0, high: 0 } }, 0);
    expect(low).toBeCloseTo(-once.apart.high, 9);
    expect(high).toBeCloseTo(once.apart.low, 9);
  });
});
