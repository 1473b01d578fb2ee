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
  const graded = gradeOf(rubric, vector, { hasRecovery: true, limits: 'declared' });
  return { view, vector, graded, weighed: graded.weighed, base: graded.base ?? Number.NaN };
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

it('only peaks, herds and times are no sums over time', () => {
  const { weighed, view } = weighedOf(withWrites());
  const apart = weighed
    .filter(({ term }) => summedOf(view, term.measure) === null)
    .map(({ term }) => term.id);
  expect(apart).toEqual(['peak', 'recovery-time', 'surge']);
});

describe('the band of a score', () => {
  it('holds the score', () => {
    for (const record of [playRecord(HALF), playRecord(WAVES), playRecord(() => null)]) {
      const { score, interval } = scoreRecord(record);
      const [low, high] = interval ?? [];
      expect(low).toBeLessThanOrEqual(score ?? Number.NaN);
      expect(high).toBeGreaterThanOrEqual(score ?? Number.NaN);
    }
  });

  it('is wider where failures come in waves than where they are spread evenly', () => {
    const width = (play: Play): number => {
      const { view, graded, vector, base } = weighedOf(playRecord(play));
      const { low, high } = bandOf(resample(view, graded, vector), base);
      return high - low;
    };
    expect(width(WAVES)).toBeGreaterThan(2 * width(HALF));
  });

  it('is the same each time', () => {
    expect(scoreRecord(playRecord(WAVES)).interval).toEqual(scoreRecord(playRecord(WAVES)).interval);
  });

  it('of the difference of a run with itself is nothing but what is no sum over time', () => {
    const { view, graded, vector } = weighedOf(playRecord(WAVES));
    const once = resample(view, graded, vector);
    const { low, high } = differenceBand(once, { ...once, apart: { low: 0, high: 0 } }, 0);
    expect(low).toBeCloseTo(-once.apart.high, 9);
    expect(high).toBeCloseTo(once.apart.low, 9);
  });

  it('is widened for few blocks as Student’s t widens a mean, and hardly for many', () => {
    const draws = new Float64Array(2_000).map((_, index) => index / 1_999);
    const apart = { low: 0, high: 0 };
    const { low, high } = bandOf({ draws, apart, wider: 1 }, 0.5);
    expect(high - low).toBeCloseTo(0.95, 2);
    const wide = bandOf({ draws, apart, wider: 2 }, 0.5);
    expect(wide.high - wide.low).toBeCloseTo(2 * (high - low), 9);
    const { view, graded, vector } = weighedOf(playRecord(HALF));
    // 40 s are ten blocks: 2.262 instead of 1.960, and nine of ten degrees of freedom.
    expect(resample(view, graded, vector).wider).toBeCloseTo((2.2622 / 1.96) * Math.sqrt(10 / 9), 3);
  });
});

/** So many of 800, evenly spread. */
function isLied(index: number, times: number): boolean {
  return Math.floor(((index + 1) * times) / 800) > Math.floor((index * times) / 800);
}

describe('a ceiling that chance could lift, or let down', () => {
  const lying = (times: number) =>
    scoreRecord(
      playRecord((phase, index) =>
        phase === 'outage' && isLied(index, times) ? { ...BAD, class: 'lie' } : null,
      ),
    );

  it('leaves open whether it holds, where one lie more or less decides', () => {
    const [one, two] = [lying(1), lying(2)];
    expect(one.score).toBeGreaterThan(90);
    expect(one.interval?.[0]).toBe(59);
    expect(two.score).toBe(59);
    expect(two.interval?.[1]).toBeGreaterThan(90);
  });

  it('is sure where nobody was deceived, and where many were', () => {
    expect(lying(0).interval?.[0]).toBeGreaterThan(90);
    expect(lying(80).interval).toEqual([29, 29]);
  });

  it('is within reach from both sides of a limit', () => {
    // 1 % of 800 lies above the lower end of its interval from 14 lies on.
    expect(lying(13).interval?.[0]).toBe(29);
    expect(lying(14).interval?.[1]).toBe(59);
  });
});
