import { describe, expect, it } from 'vitest';
import { tokensIn } from '../../../src/catalog/faults/anatomy.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { fakeProvider, healthy, textOf } from '../../support/fake-provider.js';
import { hurt } from './hurt.js';

const SECOND = 1000;

describe('a stalled stream', () => {
  it('says k tokens, then nothing for ever', () => {
    const plan = hurt(healthy('streamed'), 'stall', { after: 3 });
    expect(tokensIn(plan)).toBe(3);
    expect(plan.at(-1)).toEqual({ do: 'hang', after: 0 });
  });

  it('goes on when its silence is over, with every token', () => {
    const base = healthy('streamed');
    const plan = hurt(base, 'stall', { after: 3, lasts: '7s' });
    expect(textOf(plan)).toBe(textOf(base.plan));
    expect(total(plan)).toBe(total(base.plan) + 7 * SECOND);
    expect(plan[5]?.after).toBe(20 + 7 * SECOND);
  });

  it.each([
    ['25s', '10s', 2],
    ['30s', '10s', 3],
    ['5s', '10s', 0],
    ['1s', '250ms', 4],
  ])('pings in a stall of %s every %s, %d times', (lasts, every, pings) => {
    const base = healthy('streamed');
    const plan = hurt(base, 'stall', { after: 3, say: 'pings', lasts, every });
    expect(pingsIn(plan)).toBe(pings);
    expect(total(plan) - total(base.plan)).toBe(Number.parseFloat(lasts) * SECOND);
    expect(tokensIn(plan)).toBe(10);
  });

  it('pings for half an hour where no end is given, longer than anybody waits', () => {
    const plan = hurt(healthy('streamed'), 'stall', { after: 3, say: 'pings' });
    expect(pingsIn(plan)).toBe(180);
    expect(plan.at(-1)?.do).toBe('hang');
  });

  it('is silent in a dialect without a ping', () => {
    const base = healthy('streamed', { provider: { ...fakeProvider, ping: '' } });
    expect(pingsIn(hurt(base, 'stall', { after: 3, say: 'pings' }))).toBe(0);
  });
});

describe('a stalled whole answer', () => {
  it('stops in the middle of its body, with all of its tokens made', () => {
    const plan = hurt(healthy('whole'), 'stall', { after: '50%', say: 'pings' });
    expect(plan.map((step) => step.do)).toEqual(['head', 'write', 'commit', 'hang']);
    expect(tokensIn(plan)).toBe(10);
  });

  it('comes in two parts around a silence that ends', () => {
    const base = healthy('whole');
    const plan = hurt(base, 'stall', { after: '50%', lasts: '7s' });
    expect(textOf(plan)).toBe(textOf(base.plan));
    expect(tokensIn(plan)).toBe(10);
    expect(plan.map((step) => step.after)).toEqual([480, 0, 7 * SECOND, 0]);
  });
});

function pingsIn(plan: WirePlan): number {
  return plan.filter((step) => step.do === 'write' && step.part === 'ping').length;
}

function total(plan: WirePlan): number {
  return plan.reduce((sum, step) => sum + step.after, 0);
}
