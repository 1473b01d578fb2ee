/** The table of known answers: its closed forms, its verdicts, and that a broken world doesn't pass. */
import { describe, expect, it } from 'vitest';
import { viewOf } from '../../src/catalog/measures/view.js';
import { gaugeOf } from '../../src/score/measure.js';
import { erlangB, inStep, inStepOfTwo, tries } from '../../src/simulate/known/closed-forms.js';
import { measured, type KnownAnswer } from '../../src/simulate/known/known.js';
import { knownPlan } from '../../src/simulate/known/plan.js';
import { knownWorlds } from '../../src/simulate/known/shelf.js';
import { verdicts, type Tried } from '../../src/simulate/known/verdict.js';
import { simulatedRecord } from '../../src/simulate/record.js';

describe('closed forms', () => {
  it('know the calls that retries make', () => {
    expect(tries(1, 2)).toBe(3);
    expect(tries(0.5, 2)).toBe(1.75);
    expect(tries(0.5, 2) * tries(0.125, 2)).toBeCloseTo(1.996, 3);
  });

  it('know how many a loss system turns away', () => {
    expect(erlangB(1, 1)).toBe(0.5);
    expect(erlangB(2, 2)).toBeCloseTo(0.4, 10);
  });

  it.each([
    [125, 0.96],
    [250, 0.64],
    [500, 0.36],
    [100, 1],
  ])('know how many pairs an even draw of %i ms leaves in step', (width, share) => {
    expect(inStep(width, 100)).toBeCloseTo(share, 10);
  });

  it.each([
    [125, 250, 0.6],
    [500, 1_000, 0.165],
    [100, 200, 0.708],
  ])('know the same of the sum of %i and %i ms', (one, other, share) => {
    expect(inStepOfTwo(one, other, 100)).toBeCloseTo(share, 2);
  });
});

const answer = (changes: Partial<KnownAnswer> = {}): KnownAnswer => ({
  ...measured('utility', 1),
  ...changes,
});
const tried = (values: Tried['values'], changes: Partial<KnownAnswer> = {}): Tried => ({
  ...{ world: 'simulated', id: 'K', title: '', answer: answer(changes), values, strain: null },
});
const verdictsOf = (rows: readonly Tried[]): readonly string[] =>
  verdicts(rows).map(({ verdict }) => verdict);

describe('a row', () => {
  it('passes where the closed form lies within the interval, and fails where it does not', () => {
    expect(verdictsOf([tried([0.9, 1.1, 1.05, 0.95, 1.01])])).toEqual(['pass']);
    expect(verdictsOf([tried([1.9, 2.1, 2.05, 1.95, 2.01])])).toEqual(['fail']);
  });

  it('forgives chance once in a hundred tables and not once in a hundred rows', () => {
    const odd = tried([1.02, 1.03, 1.04, 1.02, 1.03, 1.01, 1.0, 1.0]);
    expect(verdictsOf([odd])).toEqual(['fail']);
    const others = Array.from({ length: 50 }, () => tried([0.9, 1.1, 1, 0.95, 1.05, 1.02, 0.98, 1]));
    expect(verdictsOf([odd, ...others])[0]).toBe('pass');
  });

  it('has no chance to hide behind where every run gives the same', () => {
    expect(verdictsOf([tried([1, 1, 1])])).toEqual(['pass']);
    expect(verdictsOf([tried([1.001, 1.001, 1.001])])).toEqual(['fail']);
    expect(verdictsOf([tried([1.001, 1.001, 1.001], { give: 0.01 })])).toEqual(['pass']);
  });

  it('holds a bound in every single run', () => {
    expect(verdictsOf([tried([0.2, 0.3, 1], { is: 'at-most' })])).toEqual(['pass']);
    expect(verdictsOf([tried([0.2, 0.3, 1.1], { is: 'at-most' })])).toEqual(['fail']);
    expect(verdictsOf([tried([5, 0.3], { is: 'at-least' })])).toEqual(['fail']);
  });

  it('is held against what arithmetic knows of chance, where it does', () => {
    // Four runs alike say nothing of chance; of the mean of four that stray by 1 each, 2.58 halves lie within 99 %.
    expect(verdictsOf([tried([2.2, 2.2, 2.2, 2.2], { deviation: 1 })])).toEqual(['pass']);
    expect(verdictsOf([tried([2.4, 2.4, 2.4, 2.4], { deviation: 1 })])).toEqual(['fail']);
    expect(verdictsOf([tried([1, 1.01], { deviation: 0 })])).toEqual(['fail']);
  });

  it('is not measured, rather than failed, where it hangs on a time and the machine could not keep up', () => {
    const busy = (values: readonly number[], timed = true): Tried => ({
      ...tried(values, { timed }),
      strain: 'too busy',
    });
    expect(verdicts([busy([2, 2])])).toMatchObject([
      { verdict: 'not measured', measured: 2, because: 'it would fail, but: too busy' },
    ]);
    expect(verdictsOf([busy([1, 1])])).toEqual(['pass']);
    expect(verdictsOf([busy([2, 2], false)])).toEqual(['fail']);
  });

  it('never passes without a number', () => {
    expect(verdictsOf([tried('no such measure')])).toEqual(['not measured']);
  });
});

describe('the known worlds', () => {
  it('cover the table', () => {
    const ids = new Set(knownWorlds.map(({ id }) => id));
    expect(Array.from({ length: 32 }, (_, index) => `K${index}`).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('tell an app that retries once too often', () => {
    const world = knownWorlds.find(({ title }) => title === '2 retries at once, p = 0.5');
    if (world === undefined) throw new Error('no such world');
    const policy = { ...world.policy, retry: { ...world.policy.retry, times: 3 } };
    const rows = world.answers.map((one): Tried => {
      const values = [1, 2, 3, 4, 5, 6].map((seed) => {
        const plan = knownPlan({ ...world.shape, title: world.title, seed });
        const record = simulatedRecord({ plan, policy, instances: 1, version: '', startedAt: '' });
        if (one.from.kind !== 'measure') throw new Error('only measures here');
        const taken = gaugeOf(viewOf(record)).take(one.from.id, { phase: one.from.phase }, one.from.quantile);
        if (taken.state !== 'measured') throw new Error(taken.because);
        return taken.value;
      });
      return { world: 'simulated', id: world.id, title: world.title, answer: one, values, strain: null };
    });
    expect(verdicts(rows).map(({ verdict }) => verdict)).toEqual(['fail', 'fail']);
  });
});
