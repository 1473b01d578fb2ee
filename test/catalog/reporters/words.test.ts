import { describe, expect, it } from 'vitest';
import {
  ceilingWords,
  earnedPoints,
  gained,
  lost,
  outOf,
  sentence,
  stretch,
  unbroken,
} from '../../../src/catalog/reporters/words.js';
import type { Finding } from '../../../src/model/finding.js';
import type { CapResult } from '../../../src/model/scorecard.js';

it('keeps a number and its % on one line', () => {
  expect(unbroken('more than 1 % of 5 users')).toBe('more than 1\u00a0% of 5 users');
});

it.each([
  [500, '500\u00a0ms'],
  [90_000, '90\u00a0s'],
  [300_000, '5\u00a0min'],
])('a stretch of %d ms is said in the unit that is whole', (ms, said) => {
  expect(stretch(ms)).toBe(said);
});

describe('a reason that stands alone', () => {
  it('begins with a capital and ends with a full stop', () => {
    expect(sentence('the score is known to ±8.3 points only')).toBe(
      'The score is known to ±8.3 points only.',
    );
  });

  it('keeps the end that it has, and the name that it begins with', () => {
    expect(sentence('2 of 9 requests could not be sent.')).toBe('2 of 9 requests could not be sent.');
    expect(sentence('"ask" was never asked in the outage')).toBe('"ask" was never asked in the outage.');
  });
});

describe('what the dimensions earned', () => {
  const told = (...all: readonly (number | null)[]): readonly (string | null)[] =>
    earnedPoints(all.map((got, at) => ({ id: `d${at}`, title: '', points: got, of: 40 })));

  it('adds up to the score, which is rounded downwards', () => {
    // 21.755 + 19.96 + 14.785 + 10 + 15 = 81.5; each rounded apart they were 81.6.
    expect(told(21.755, 19.96, 14.785, 10, 15)).toEqual(['21.7', '20.0', '14.8', '10.0', '15.0']);
    // 89.99 is no A, and must not look like one.
    expect(told(34.97, 19.96, 14.95, 10, 10.11)).toEqual(['35.0', '19.9', '14.9', '10.0', '10.1']);
  });

  it('leaves whole what is whole, and what was not measured out', () => {
    expect(told(40, 0.1 + 0.2, null)).toEqual(['40.0', '0.3', null]);
  });
});

describe('what a finding took and a fix would give back', () => {
  const clear = { caps: [] };
  const binding = {
    caps: [{ id: 'hangs', title: '', cap: 59, state: 'binding', because: '' } as const],
  };
  const taking = (points: number, gain: number): Finding => ({
    check: 'no-hangs',
    verdict: 'warn',
    severity: 'low',
    title: '',
    seen: '',
    required: '',
    usersGot: '',
    evidence: [],
    remedy: '',
    points,
    gain,
  });

  it.each([
    ['points and a gain', taking(4.62, 3.58), clear, ['−4.6', '+3.6']],
    [
      'points behind a ceiling',
      taking(4.62, 0),
      binding,
      ['−4.6', 'no letter change until that ceiling is lifted'],
    ],
    ['points that a fix hardly touches', taking(0.3, 0), clear, ['−0.3', 'nearly full points']],
    ['a warning that weighs nothing', taking(0, 0), clear, ['0', 'takes no points']],
    ['a warning that weighs nothing, whatever binds', taking(0.04, 0), binding, ['0', 'takes no points']],
  ])('%s', (_, finding, card, said) => {
    expect([lost(finding), gained(finding, card)]).toEqual(said);
  });
});

describe('the ceiling that holds a score', () => {
  const cap = (id: string, at: number, state: CapResult['state']): CapResult => ({
    ...{ id, title: `what ${id} is`, cap: at, state, because: `${id} was seen` },
  });
  const dimensions = [40, 41.7].map((got) => ({ id: '', title: '', points: got, of: 50 }));
  const storm = cap('storm', 29, 'binding');

  it.each([
    ['none', [cap('hangs', 59, 'clear')], []],
    [
      'the only one',
      [storm, cap('hangs', 59, 'clear')],
      ['ceiling 29: what storm is: storm was seen', 'behind it no other: the points alone would be 81'],
    ],
    [
      'the next of several',
      [cap('no-failback', 74, 'reached'), cap('hangs', 59, 'reached'), storm],
      ['ceiling 29: what storm is: storm was seen', 'behind it ceiling 59: what hangs is: hangs was seen'],
    ],
    [
      'one as low, before any that is higher',
      [cap('hangs', 59, 'reached'), storm, cap('lies', 29, 'binding')],
      ['ceiling 29: what storm is: storm was seen', 'behind it ceiling 29: what lies is: lies was seen'],
    ],
    [
      'none that the points don’t reach',
      [storm, cap('no-recovery', 89, 'reached')],
      ['ceiling 29: what storm is: storm was seen', 'behind it no other: the points alone would be 81'],
    ],
  ])('is named with the next: %s', (_, caps, said) => {
    expect(ceilingWords({ caps, dimensions })).toEqual(said);
  });
});

it('what could be earned has no binary fractions', () => {
  expect([50.00000000000001, 40, 23.52941].map(outOf)).toEqual(['50', '40', '23.5']);
});
