import { expect, it } from 'vitest';
import { injuryWords, shareWords, windowWords } from '../../../src/catalog/reporters/window-words.js';
import type { FaultWindow } from '../../../src/model/plan.js';
import { toxicWindowOf, windowOf } from '../../support/record.js';

it.each<[Partial<FaultWindow>, string]>([
  [{ fault: 'status', params: { status: 529 }, share: { from: 0.6, to: 0.6, over: 0 } }, '529 60\u00a0%'],
  [
    { fault: 'status', params: { status: 503 }, share: { from: 0, to: 0.25, over: 5_000 } },
    '503 0\u00a0% to 25\u00a0%',
  ],
  [{ fault: 'hang', params: {}, share: { from: 1, to: 1, over: 0 } }, 'hang'],
])('%j is said in few words', (window, words) => {
  expect(injuryWords(windowOf(window))).toBe(words);
  expect(windowWords(windowOf({ ...window, on: 'gpt' }))).toBe(`gpt ${words}`);
});

it('says of a toxic how many connections carry it, where it isn’t all', () => {
  expect(injuryWords(toxicWindowOf({ toxic: 'latency', toxicity: 0.5 }))).toBe('latency 50\u00a0%');
  expect(injuryWords(toxicWindowOf({ toxic: 'down', toxicity: 1 }))).toBe('down');
});

it('says of what a share is, where there is room', () => {
  const share = { from: 0.6, to: 0.6, over: 0 };
  expect(shareWords(windowOf({ fault: 'status', params: { status: 529 }, share }))).toBe(
    '529, 60\u00a0% of the calls',
  );
  expect(shareWords(windowOf({ fault: 'hang', params: {}, share: { from: 1, to: 1, over: 0 } }))).toBe(
    'hang',
  );
  expect(shareWords(toxicWindowOf({ toxic: 'latency', toxicity: 0.3 }))).toBe(
    'latency, 30\u00a0% of the connections',
  );
  expect(shareWords(toxicWindowOf({ toxic: 'latency', toxicity: 1, connections: 3 }))).toBe(
    'latency, the first 3 connections',
  );
});

it.each<[FaultWindow['schedule'], string]>([
  [{ kind: 'flapping', on: 5_000, off: 2_500 }, '529, 5\u00a0s on, 2.5\u00a0s off'],
  [{ kind: 'flapping', on: 300_000, off: 90_000 }, '529, 5\u00a0min on, 90\u00a0s off'],
  [{ kind: 'burst', every: 10_000, for: 200 }, '529, 200\u00a0ms of every 10\u00a0s'],
  [{ kind: 'first', calls: 5 }, '529, the first 5 calls'],
  [{ kind: 'first', calls: 1 }, '529, the first call'],
])('of %j it says when it hurts, where there is room', (schedule, words) => {
  expect(shareWords(windowOf({ schedule }))).toBe(words);
});

it('says whom a fault hits that is for a cohort', () => {
  expect(shareWords(windowOf({ match: { ...windowOf().match, cohort: 'c1' } }))).toBe(
    '529, of the cohort alone',
  );
});
