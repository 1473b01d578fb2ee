import { describe, expect, it } from 'vitest';
import { comparisonSentence, comparisonText } from '../../src/catalog/reporters/comparison.js';
import { compare, type Scored } from '../../src/score/compare.js';
import { scoreRecord } from '../../src/score/score.js';
import { failing, HEALTHY, playRecord, type Parts, type Played } from '../support/record.js';

const BAD: Played = { class: 'honest-error', latency: 80, attempts: failing(1) };

/** One user in so many gets an honest error in the outage. */
function oneIn(every: number, parts: Parts = {}): Scored {
  const record = playRecord(
    (phase, index) => (phase === 'outage' && index % every === 0 ? BAD : null),
    parts,
  );
  return { record, scorecard: scoreRecord(record) };
}

describe('two runs of one plan', () => {
  it('that went alike differ by nothing, and that is known', () => {
    const same = compare([{ before: oneIn(4), now: oneIn(4) }]);
    expect(same.difference).toBe(0);
    expect(same.verdict).toBe('pass');
    expect(same.terms).toEqual([]);
  });

  it('show what a change won, with the term that won it', () => {
    const better = compare([{ before: oneIn(2), now: oneIn(20) }]);
    expect(better.difference).toBeGreaterThan(10);
    expect(better.interval?.[0]).toBeGreaterThan(0);
    expect(better.verdict).toBe('pass');
    expect(better.terms[0]).toMatchObject({ title: 'Users get answers', state: 'changed' });
    expect(comparisonSentence(better)).toMatch(/^this change: \d+ → \d+, ± [\d.]+: better$/);
  });

  it('show what a change lost', () => {
    const worse = compare([{ before: oneIn(20), now: oneIn(2) }]);
    expect(worse.verdict).toBe('fail');
    expect(comparisonSentence(worse)).toMatch(/: worse$/);
  });

  it('can not tell where one of them has no score', () => {
    const unfired = { facts: { windows: [] } };
    const open = compare([{ before: oneIn(4), now: oneIn(4, unfired) }]);
    expect(open).toMatchObject({ difference: null, interval: null, verdict: 'inconclusive' });
    expect(open.because).toMatch(/^the run now has no score: /);
    expect(comparisonSentence(open)).toBe('this change: not known');
  });
});

const LIE: Played = { class: 'lie', latency: 80, attempts: failing(1) };

/** These users of the outage were deceived; one more waited for half a second longer. */
function deceiving(users: readonly number[], slower: number | null = null): Scored {
  const record = playRecord((phase, index) => {
    if (phase !== 'outage') return null;
    if (users.includes(index)) return LIE;
    return index === slower ? { ...HEALTHY, latency: HEALTHY.latency + 500 } : null;
  });
  return { record, scorecard: scoreRecord(record) };
}

describe('two runs of which a ceiling may hold or not', () => {
  const ends = (before: Scored, now: Scored) => compare([{ before, now }]).interval ?? [];
  /** What the ceiling takes off, where it holds. */
  const held = deceiving([200]).scorecard.score ?? 0;

  it('are no different where they are one run, whatever chance could have made of it', () => {
    for (const users of [[200], [200, 600], [200, 400, 600]])
      expect(compare([{ before: deceiving(users), now: deceiving(users) }])).toMatchObject({
        ...{ difference: 0, interval: [0, 0], verdict: 'pass', terms: [] },
      });
  });

  it('are hardly different where the same users were deceived', () => {
    const [low = -Infinity, high = Infinity] = ends(deceiving([200, 600]), deceiving([200, 600], 300));
    expect(low).toBeGreaterThan(-1);
    expect(high).toBeLessThan(1);
  });

  it('may differ by all that the ceiling takes, either way, where others were deceived', () => {
    // Two that happened happen twice or more in 1 − 3e⁻² = 59 % of draws: apart in 24 % either way.
    const [low = 0, high = 0] = ends(deceiving([200, 600]), deceiving([100, 500]));
    expect(-low).toBeCloseTo(held - 59, 0);
    expect(high).toBeCloseTo(held - 59, 0);
  });

  it('differ one way only where one of both deceived nobody', () => {
    const [low = 0, high = 0] = ends(deceiving([200, 600]), deceiving([]));
    expect(low).toBeGreaterThan(-1);
    expect(high).toBeGreaterThan(held - 59);
  });
});

describe('repeats of a pair', () => {
  it('narrow the interval where they agree', () => {
    const pair = { before: oneIn(2), now: oneIn(20) };
    const widthOf = (pairs: Parameters<typeof compare>[0]): number => {
      const [low = 0, high = 0] = compare(pairs).interval ?? [];
      return high - low;
    };
    expect(widthOf([pair, pair, pair, pair])).toBeLessThanOrEqual(widthOf([pair]) / 2 + 1e-9);
  });

  it('that could not be scored are left out, and said', () => {
    const open = { before: oneIn(4), now: oneIn(4, { facts: { windows: [] } }) };
    const { verdict, because } = compare([{ before: oneIn(4), now: oneIn(4) }, open]);
    expect(verdict).toBe('pass');
    expect(because).toMatch(/^the run now has no score: /);
  });

  it('widen it where they do not', () => {
    const up = { before: oneIn(4), now: oneIn(20) };
    const down = { before: oneIn(20), now: oneIn(4) };
    const { verdict, difference } = compare([up, down]);
    expect(difference).toBeCloseTo(0, 9);
    expect(verdict).toBe('inconclusive');
  });
});

/** Of a score that somebody wrote on it. */
function scoring(score: number): Scored {
  const { record, scorecard } = oneIn(4);
  return { record, scorecard: { ...scorecard, score } };
}

describe('the loss from which on a build fails', () => {
  const noise = (deviation: number) => ({ deviation, runs: 30, from: 'aa.json' });
  const lost = { before: oneIn(20), now: oneIn(4) };

  it('is three deviations of what runs of one app differ by, and 3 points at least', () => {
    expect(compare([lost])).toMatchObject({ least: 3, noise: null });
    expect(compare([lost], noise(0.9))).toMatchObject({ least: 3, noise: noise(0.9) });
    expect(compare([lost], noise(1.5))).toMatchObject({ least: 4.5, noise: noise(1.5) });
  });

  it('lets pass on a noisy machine what fails on a calm one', () => {
    expect(compare([lost], noise(0.9)).verdict).toBe('fail');
    expect(compare([lost], noise(50)).verdict).toBe('pass');
  });

  it('comes from three pairs themselves, pooled within each side', () => {
    const pairs = [
      { before: scoring(80), now: scoring(60) },
      { before: scoring(82), now: scoring(60) },
      { before: scoring(84), now: scoring(66) },
    ];
    expect(compare(pairs.slice(0, 2)).noise).toBeNull();
    const { least, noise: found } = compare(pairs);
    // Squares around 82 are 4 + 0 + 4, around 62 they are 4 + 4 + 16; of 2 and 2 degrees of freedom.
    expect(found).toMatchObject({ runs: 6, from: 'these repeats' });
    expect(found?.deviation).toBeCloseTo(Math.sqrt(32 / 4), 9);
    expect(least).toBeCloseTo(3 * Math.sqrt(8), 9);
    expect(compare(pairs, noise(1)).noise).toEqual(noise(1));
  });

  it('is said, with where it comes from', () => {
    const style = { colour: false, unicode: true, columns: 200 };
    expect(comparisonText(compare([lost]), style)).toContain('a loss is called from 3.0 points on\n');
    expect(comparisonText(compare([lost], noise(1.5)), style)).toContain(
      'from 4.5 points on: three times the standard deviation of 30 runs in which nothing changed (aa.json), 1.50',
    );
    expect(comparisonText(compare([lost], noise(0.5)), style)).toContain(
      'from 3.0 points on, more than three',
    );
  });
});

it('is printed with what moved', () => {
  const style = { colour: false, unicode: true, columns: 80 };
  const text = comparisonText(compare([{ before: oneIn(2), now: oneIn(20) }]), style);
  expect(text).toMatch(/^pass {2}this change: /);
  expect(text).toContain('Users get answers (');
});

it('is printed with what may be chance, and what has no interval', () => {
  const style = { colour: false, unicode: true, columns: 80 };
  const term = { title: 'Retries', id: 'r', before: 5, now: 4, interval: null, chance: null };
  const printed = (state: 'chance' | 'untested'): string =>
    comparisonText({ ...compare([]), terms: [{ ...term, state }] }, style);
  expect(printed('chance')).toContain('−1.0   Retries (5.0 to 4.0 points; may be chance)');
  expect(printed('untested')).toContain('Retries (5.0 to 4.0 points; not tested, it has no interval)');
});
