import { describe, expect, it } from 'vitest';
import { healthy } from '../../support/fake-provider.js';
import { hurt, tokenTimesOf } from './hurt.js';

// The healthy answer: 300 ms to the first of ten tokens, 20 ms to each of the other nine.

describe('slow-tokens', () => {
  it('waits a multiple of the healthy time between tokens, the first in time', () => {
    const plan = hurt(healthy('streamed'), 'slow-tokens', { by: '10x' });
    expect(tokenTimesOf(plan)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => 300 + nth * 200));
  });

  it('adds a time to each where a time is given', () => {
    expect(tokenTimesOf(hurt(healthy('streamed'), 'slow-tokens', { by: '1s' }))[9]).toBe(300 + 9 * 1020);
  });

  it('lets a whole answer come later by the same total', () => {
    const plan = hurt(healthy('whole'), 'slow-tokens', { by: '10x' });
    expect(plan[0]?.after).toBe(300 + 9 * 200);
  });

  it('makes the work before a lost connection as slow as if it had been seen', () => {
    const base = healthy('streamed');
    const lost = hurt(base, 'commit-then-fail');
    expect(hurt({ ...base, plan: lost }, 'slow-tokens', { by: '10x' })[0]?.after).toBe(300 + 9 * 200);
  });
});

it('leaves a refusal alone, which has no tokens', () => {
  const base = healthy('whole');
  const refused = hurt(base, 'status', { status: 500 });
  expect(hurt({ ...base, plan: refused }, 'slow-tokens', { by: '8x' })).toBe(refused);
});
