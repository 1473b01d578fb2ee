/** The axioms of the score: what is better never scores less. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomes } from '../../src/catalog/answers/outcomes.js';
import type { AttemptRow, ResponseClass } from '../../src/model/event.js';
import type { RunRecord } from '../../src/model/record.js';
import { randomOf } from '../../src/kit/random.js';
import { viewOf } from '../../src/catalog/measures/view.js';
import { isCost } from '../../src/score/curve.js';
import { gradeOf } from '../../src/score/grade.js';
import { gaugeOf } from '../../src/score/measure.js';
import { rubric } from '../../src/score/rubric.js';
import { scoreRecord } from '../../src/score/score.js';
import { keyOf, vectorOf, type Point } from '../../src/score/vector.js';
import { failing, phaseOf, playRecord, type Played } from '../support/record.js';

const SCALES: Readonly<Record<string, number>> = {
  amplification: 12,
  'peak-load': 15,
  'recovery-time': 60_000,
  'recovery-surge': 15,
};

const rules = rubric.caps.flatMap(({ rule }) => (rule.kind === 'no-recovery' ? [] : [rule]));
const metrics = [
  ...new Map(
    [...rubric.terms, ...rules].map(({ measure, phase }) => [keyOf(measure, phase), measure] as const),
  ),
];

/** More is better for these; for all others less is. */
const isGain = (measure: string): boolean =>
  measure === 'failback-share' || rubric.terms.some((term) => term.measure === measure && !isCost(term));

function exact(value: number): Point {
  return { value, counted: value, low: value, high: value, unit: 'ratio', samples: 500 };
}

const VECTORS = 100_000;
/** Thousands of scores, on a machine that may be busy with something else. */
const LONG = { timeout: 180_000 };

/** Squared, so that small shares, where the curves are steep, are common. */
function pointAt(index: number, share: number): [string, Point] {
  const [key, measure] = metrics[index] ?? ['', ''];
  return [key, exact(share * share * (SCALES[measure] ?? 1))];
}

describe('M1', () => {
  it('improving any sub-metric never lowers the score', LONG, () => {
    const next = randomOf(1).sequence();
    const lowered: string[] = [];
    for (let vector = 0; vector < VECTORS; vector += 1) {
      const draws = metrics.map(next);
      const which = Math.floor(next() * metrics.length);
      const share = draws[which] ?? 0;
      const better = isGain(metrics[which]?.[1] ?? '') ? share + (1 - share) * next() : share * (1 - next());
      const before = new Map(draws.map((draw, index) => pointAt(index, draw)));
      const after = new Map(before).set(...pointAt(which, better));
      if (!(gradedAt(after) >= gradedAt(before)))
        lowered.push(`${metrics[which]?.[0]} from ${share} to ${better}`);
    }
    expect(lowered).toEqual([]);
  });
});

function gradedAt(vector: Map<string, Point>): number {
  const { grade } = gradeOf(rubric, vector, { hasRecovery: true, limits: 'declared' } as const);
  return grade.state === 'graded' ? grade.score : Number.NaN;
}

const SMALL = [
  phaseOf('baseline', 'baseline', 0, 4000),
  phaseOf('outage', 'outage', 4000, 10_000),
  phaseOf('recovery', 'recovery', 10_000, 18_000),
];
const CLASSES = outcomes.map((outcome) => outcome.class);

interface Plain {
  readonly score: number;
  /** Before ceilings, below which most of what is drawn here lies. */
  readonly base: number;
}

/** The numbers alone, without intervals, which rest on counts and not on what users got. */
function plainScore(record: RunRecord): Plain {
  const vector = vectorOf(rubric, gaugeOf(viewOf(record)));
  const points = new Map(
    [...vector].map(([key, point]) => [key, { ...point, low: point.value, high: point.value }]),
  );
  const { grade, base } = gradeOf(rubric, points, { hasRecovery: true, limits: 'declared' } as const);
  return { score: grade.state === 'graded' ? grade.score : Number.NaN, base: base ?? Number.NaN };
}

function expectNoLess(better: RunRecord, before: RunRecord): void {
  const [now, then] = [plainScore(better), plainScore(before)];
  expect(now.score).toBeGreaterThanOrEqual(then.score);
  expect(now.base).toBeGreaterThanOrEqual(then.base - 1e-9);
}

const played = fc.record({
  class: fc.constantFrom<ResponseClass>(...CLASSES),
  latency: fc.integer({ min: 1, max: 2900 }),
  attempts: fc.array(
    fc.record({ outcome: fc.constantFrom('http-error', 'cut', 'ok'), tokens: fc.nat({ max: 200 }) }),
    { maxLength: 4 },
  ),
});

/** One after the other; who was refused wrote nothing. */
function tried(
  all: readonly { readonly outcome: AttemptRow['outcome']; readonly tokens: number }[],
): Played['attempts'] {
  return all.map(({ outcome, tokens }, index) => ({
    ...{ after: index * 40, took: 40, outcome },
    tokensOut: outcome === 'http-error' ? 0 : tokens,
  }));
}

describe('M2', () => {
  const records = fc.array(played, { minLength: 40, maxLength: 90 }).map((all) => {
    let next = 0;
    return playRecord(
      (role): Played | null => {
        if (role === 'baseline') return null;
        const drawn = all[next++ % all.length];
        if (drawn === undefined) return null;
        const attempts = tried(drawn.attempts);
        return { ...drawn, attempts, latency: drawn.class === 'hang' ? 30_000 : drawn.latency };
      },
      { plan: { phases: SMALL }, every: 100 },
    );
  });

  it('one response replaced by one of a better class, in time, never lowers the score', LONG, () => {
    fc.assert(
      fc.property(records, fc.nat(), fc.nat(), (record, pick, rise) => {
        const candidates = record.responses.filter((row) => row.phase !== 'baseline' && row.class !== 'full');
        const row = candidates[pick % Math.max(1, candidates.length)];
        if (row === undefined) return;
        const better = CLASSES[rise % CLASSES.indexOf(row.class)] ?? 'full';
        // What passes the deadline is no better response, and a hang always does.
        if (better === 'hang') return;
        const ended = Math.min(row.ended, row.due + 1000);
        const replaced = { ...row, class: better, ended, end: 'complete' as const };
        const responses = record.responses.map((one) => (one === row ? replaced : one));
        expectNoLess({ ...record, responses }, record);
      }),
      { numRuns: 3500, seed: 2 },
    );
  });

  it(
    'nor does it where the app writes: what a better answer promises is there, what was doubled may stay',
    LONG,
    () => {
      fc.assert(
        fc.property(
          records,
          fc.array(fc.nat({ max: 2 }), { minLength: 7 }),
          fc.nat(),
          (record, counts, pick) => {
            const effects = record.responses.map(({ inbound, journey, phase }) => {
              const count = counts[inbound % counts.length] ?? 1;
              return { kind: 'effect' as const, inbound, journey, phase, count };
            });
            const candidates = record.responses.filter(
              (row) => row.phase !== 'baseline' && row.class !== 'full',
            );
            const row = candidates[pick % Math.max(1, candidates.length)];
            if (row === undefined) return;
            const served = { ...row, class: 'full' as const, end: 'complete' as const, status: 200 };
            const better = {
              ...record,
              responses: record.responses.map((one) =>
                one === row ? { ...served, ended: Math.min(row.ended, row.due + 1000) } : one,
              ),
              effects: effects.map((one) =>
                one.inbound === row.inbound ? { ...one, count: Math.max(1, one.count) } : one,
              ),
            };
            expectNoLess(better, { ...record, effects });
          },
        ),
        { numRuns: 1500, seed: 4 },
      );
    },
  );
});

describe('missing data', () => {
  it('never passes: a record without the rows of one phase is not a pass', () => {
    fc.assert(
      fc.property(fc.constantFrom('baseline', 'outage', 'recovery'), fc.nat({ max: 9 }), (phase, every) => {
        const record = playRecord((role, index) =>
          role === 'outage' && every > 0 && index % every === 0
            ? { class: 'honest-error', latency: 40, attempts: failing(1) }
            : null,
        );
        const responses = record.responses.filter((row) => row.phase !== phase);
        expect(['inconclusive', 'invalid']).toContain(scoreRecord({ ...record, responses }).verdict);
      }),
      { numRuns: 30, seed: 3 },
    );
  });

  it('never passes: a term that is due and has no number leaves no grade', () => {
    const full = new Map(metrics.map(([key, measure]) => [key, exact(isGain(measure) ? 1 : 0)]));
    for (const term of rubric.terms.filter(({ needs }) => needs === 'phase')) {
      const vector = new Map(full);
      vector.delete(keyOf(term.measure, term.phase));
      const { grade } = gradeOf(rubric, vector, { hasRecovery: true, limits: 'declared' } as const);
      expect(grade.state, term.id).toBe('ungraded');
    }
  });
});
