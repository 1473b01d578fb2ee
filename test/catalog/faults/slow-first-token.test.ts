import { describe, expect, it } from 'vitest';
import { healthy } from '../../support/fake-provider.js';
import { hurt, tokenTimesOf } from './hurt.js';

// The healthy answer: 300 ms to the first of ten tokens, 20 ms to each of the other nine.

describe('slow-first-token', () => {
  it('waits a multiple of the healthy time for the first token and no longer for the others', () => {
    const plan = hurt(healthy('streamed'), 'slow-first-token', { by: '8x' });
    expect(tokenTimesOf(plan)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => 8 * 300 + nth * 20));
  });

  it('adds a time where a time is given', () => {
    expect(tokenTimesOf(hurt(healthy('streamed'), 'slow-first-token', { by: '2s' }))[0]).toBe(2300);
  });

  it('lets a whole answer come later by the same time', () => {
    const plan = hurt(healthy('whole'), 'slow-first-token', { by: '8x' });
    expect(plan[0]?.after).toBe(8 * 300 + 9 * 20);
  });

  it('waits before the head where the dialect does', () => {
    const base = healthy('streamed');
    const waited = base.plan.map((step, index) => ({ ...step, after: index === 0 ? 300 : 20 }));
    expect(hurt({ ...base, plan: waited }, 'slow-first-token', { by: '2x' })[0]?.after).toBe(600);
  });
});

it('leaves a refusal alone, which has no tokens', () => {
  const base = healthy('whole');
  const refused = hurt(base, 'status', { status: 500 });
  expect(hurt({ ...base, plan: refused }, 'slow-first-token', { by: '8x' })).toBe(refused);
});
