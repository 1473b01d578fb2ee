import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomes, rankOf, utilityOf } from '../../../src/catalog/answers/outcomes.js';

const classes = fc.constantFrom(...outcomes.map((outcome) => outcome.class));
const times = fc.nat(60_000);

test.each([
  ['full', 1],
  ['alt', 0.95],
  ['stale', 0.7],
  ['queued', 0.6],
  ['static', 0.4],
  ['partial', 0.4],
  ['honest-error', 0.2],
  ['raw-error', 0.05],
  ['reset', 0],
  ['hang', 0],
  ['lie', -1],
] as const)('%s is worth %d in time', (what, utility) => {
  expect(utilityOf(what, 2_999, 3_000)).toBe(utility);
});

test.each([
  [3_000, 1],
  [4_500, 5 / 6],
  [7_500, 0.5],
  [12_000, 0],
  [99_000, 0],
])('a full answer after %d ms of a deadline of 3 s is worth %d', (latency, utility) => {
  expect(utilityOf('full', latency, 3_000)).toBeCloseTo(utility, 12);
});

test('a better class is never worth less at the same latency', () => {
  fc.assert(
    fc.property(classes, classes, times, (one, other, latency) => {
      const [better, worse] = rankOf(one) <= rankOf(other) ? [one, other] : [other, one];
      expect(utilityOf(better, latency, 3_000)).toBeGreaterThanOrEqual(utilityOf(worse, latency, 3_000));
    }),
  );
});

test('nothing gains by being later', () => {
  fc.assert(
    fc.property(classes, times, times, (what, one, other) => {
      const [sooner, later] = one <= other ? [one, other] : [other, one];
      expect(utilityOf(what, sooner, 3_000)).toBeGreaterThanOrEqual(utilityOf(what, later, 3_000));
    }),
  );
});

test('a lie costs the same however late it comes', () => {
  expect(utilityOf('lie', 99_000, 3_000)).toBe(-1);
});
