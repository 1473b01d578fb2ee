import { describe, expect, it } from 'vitest';
import { fateIn, fateOf, isHit, randomOfAttempt } from '../../../src/catalog/faults/fate.js';

const NAME = { inbound: 17, upstream: 'claude', attempt: 1, window: 'w1' };

describe('a fate', () => {
  it('is the same for the same name, and from 0 to 1', () => {
    expect(fateOf(42, NAME)).toBe(fateOf(42, { ...NAME }));
    expect(fateOf(42, NAME)).toBeGreaterThanOrEqual(0);
    expect(fateOf(42, NAME)).toBeLessThan(1);
  });

  it('is drawn anew for every part of the name, and for another seed', () => {
    const fates = [
      fateOf(42, NAME),
      fateOf(43, NAME),
      fateOf(42, { ...NAME, inbound: 18 }),
      fateOf(42, { ...NAME, inbound: '17' }),
      fateOf(42, { ...NAME, upstream: 'gpt' }),
      fateOf(42, { ...NAME, attempt: 2 }),
      fateOf(42, { ...NAME, window: 'w2' }),
    ];
    expect(new Set(fates).size).toBe(fates.length);
  });

  it('is the same for who holds the random of the attempt', () => {
    expect(fateIn(randomOfAttempt(42, NAME), 'w1')).toBe(fateOf(42, NAME));
  });

  it.each([
    [0, 1, true],
    [0.999999, 1, true],
    [0, 0, false],
    [0.3, 0.3, false],
    [0.29, 0.3, true],
  ])('of %d under a share of %d hits: %s', (fate, ratio, hits) => {
    expect(isHit(fate, { from: ratio, to: ratio, over: 0 }, 0)).toBe(hits);
  });
});
