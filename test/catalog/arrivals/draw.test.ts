import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawJourney, drawSchedule, questionOf, scheduleHash } from '../../../src/catalog/arrivals/draw.js';
import { tokensIn } from '../../../src/catalog/answers/token.js';
import type { PlannedPhase } from '../../../src/model/plan.js';
import { drawable, journey, openPhase } from '../../support/drawable.js';

const dues = (plan: ReturnType<typeof drawable>): readonly number[] => {
  const schedule = drawSchedule(plan);
  return Array.from({ length: schedule.count }, (_, inbound) => schedule.dueOf(inbound));
};
const journeys = (plan: ReturnType<typeof drawable>, count = 2_000): readonly (string | undefined)[] =>
  Array.from({ length: count }, (_, inbound) => plan.journeys[drawJourney(plan, inbound)]?.name);
const mix = [journey({ name: 'ask', traffic: 4 }), journey({ name: 'save', traffic: 1, needsModel: false })];

test('the same seed gives the same bytes, another seed gives others', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const hash = scheduleHash(drawSchedule(drawable({ seed })));
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(scheduleHash(drawSchedule(drawable({ seed })))).toBe(hash);
      expect(scheduleHash(drawSchedule(drawable({ seed: seed + 1 })))).not.toBe(hash);
    }),
    { numRuns: 20 },
  );
});

test('inbounds are numbered in the order of their due times, over all phases', () => {
  const all = dues(drawable());
  expect(all).toEqual(all.toSorted((a, b) => a - b));
  expect(all.at(-1)).toBeGreaterThan(20_000_000);
  expect(all.at(-1)).toBeLessThan(60_000_000);
});

test('another journey moves nobody in time', () => {
  expect(dues(drawable({ journeys: mix }))).toEqual(dues(drawable()));
});

test('another journey takes inbounds from the others, but swaps none among them', () => {
  const before = journeys(drawable({ journeys: mix }));
  const after = journeys(drawable({ journeys: [journey({ name: 'new', traffic: 2 }), ...mix] }));
  const taken = after.filter((name) => name === 'new').length;
  expect(after.filter((name, inbound) => name !== before[inbound]).length).toBe(taken);
  // A share of 2/7 of 2000, standard error 20.2.
  expect(Math.abs(taken - 571)).toBeLessThan(81);
});

test('another phase moves nobody else, and a phase keeps its pattern wherever it stands', () => {
  const first = openPhase('before', 0, 20_000);
  const [one, two] = [dues(drawable({ phases: [first] })), dues(drawable())];
  expect(two.slice(0, one.length)).toEqual(one);
  const late = dues(drawable({ phases: [openPhase('before', 5_000, 25_000)] }));
  expect(late).toEqual(one.map((at) => at + 5_000_000));
});

test('each phase has the load that it says', () => {
  const still: PlannedPhase = openPhase('still', 10_000, 20_000, 0);
  const all = dues(
    drawable({ phases: [openPhase('a', 0, 10_000, 100), still, openPhase('b', 20_000, 30_000, 10)] }),
  );
  const within = (from: number, to: number): number =>
    all.filter((at) => at >= from * 1e6 && at < to * 1e6).length;
  expect(within(10, 20)).toBe(0);
  expect(Math.abs(within(0, 10) - 1_000)).toBeLessThan(130);
  expect(Math.abs(within(20, 30) - 100)).toBeLessThan(41);
});

test('closed phases have no arrivals', () => {
  const closed: PlannedPhase = {
    ...openPhase('users', 0, 10_000),
    load: { kind: 'closed', users: 50, think: { low: 0, high: 0 } },
  };
  expect(drawSchedule(drawable({ phases: [closed] })).count).toBe(0);
});

test('a rate that is still a share of a capacity is a defect of ours', () => {
  const share: PlannedPhase = {
    ...openPhase('share', 0, 10_000),
    load: { kind: 'open', rate: { kind: 'of-capacity', share: 0.3 }, arrivals: 'poisson' },
  };
  expect(() => drawSchedule(drawable({ phases: [share] }))).toThrow(/share of a capacity/);
});

test('journeys are drawn by their traffic, and alike for open and closed loads', () => {
  const plan = drawable({ journeys: mix });
  const schedule = drawSchedule(plan);
  for (let inbound = 0; inbound < schedule.count; inbound += 1) {
    expect(schedule.journeyOf(inbound)).toBe(drawJourney(plan, inbound));
  }
  const asked = journeys(plan, 10_000).filter((name) => name === 'ask').length;
  // 8000 with a standard error of 40.
  expect(Math.abs(asked - 8_000)).toBeLessThan(160);
});

test('a journey without traffic is never drawn', () => {
  const plan = drawable({ journeys: [journey({ name: 'never', traffic: 0 }), journey({ name: 'ask' })] });
  expect(new Set(journeys(plan))).toEqual(new Set(['ask']));
});

test('without a pool every inbound asks what nobody asked before, with its token in the prompt', () => {
  const asked = Array.from({ length: 20_000 }, (_, inbound) => questionOf(drawable(), inbound));
  expect(new Set(asked.map(({ token }) => token)).size).toBe(20_000);
  for (const { token, prompt } of asked.slice(0, 500)) expect(tokensIn(prompt)).toEqual([token]);
});

test('with repeat 30% a share of 30% asks questions of the pool, the others fresh ones', () => {
  const plan = drawable({ prompts: { pool: 50, repeat: 0.3 } });
  const times = new Map<string, number>();
  for (let inbound = 0; inbound < 10_000; inbound += 1) {
    const { token } = questionOf(plan, inbound);
    times.set(token, (times.get(token) ?? 0) + 1);
  }
  const repeated = [...times.values()].filter((count) => count > 1);
  expect(repeated).toHaveLength(50);
  // 3000 with a standard error of 46.
  expect(Math.abs(repeated.reduce((sum, count) => sum + count, 0) - 3_000)).toBeLessThan(185);
});

test('what needs no model is never asked twice, so that no write looks doubled', () => {
  const plan = drawable({ journeys: mix, prompts: { pool: 1, repeat: 1 } });
  const notes = Array.from({ length: 2_000 }, (_, inbound) => inbound).filter(
    (inbound) => plan.journeys[drawJourney(plan, inbound)]?.name === 'save',
  );
  expect(new Set(notes.map((inbound) => questionOf(plan, inbound).token)).size).toBe(notes.length);
});
