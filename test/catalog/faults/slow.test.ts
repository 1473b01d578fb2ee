import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/kit/random.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { healthy } from '../../support/fake-provider.js';
import { hurt } from './hurt.js';

// The healthy answer: 300 ms to the first of ten tokens, 20 ms to each of the other nine.

describe('latency', () => {
  it.each(['whole', 'streamed'] as const)('holds all of a %s answer back', (kind) => {
    const base = healthy(kind);
    const plan = hurt(base, 'latency', { by: '250ms' });
    expect(times(plan)).toEqual(times(base.plan).map((time) => time + 250));
  });

  it('holds a refusal back as well', () => {
    const base = healthy('whole');
    const refused = hurt(base, 'status', { status: 500 });
    expect(hurt({ ...base, plan: refused }, 'latency', { by: '250ms' })[0]?.after).toBe(250);
  });

  it('draws from its range, evenly', () => {
    const drawn = Array.from({ length: 2000 }, (_, draw) => {
      const random = randomOf(11).at(draw);
      return hurt({ ...healthy('streamed'), random }, 'latency', { by: '100ms..200ms' })[0]?.after ?? 0;
    });
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...drawn)).toBeLessThan(200);
    // Five standard errors of the mean of 2000 draws: 5 × 100 / √12 / √2000 = 3.2
    expect(Math.abs(drawn.reduce((sum, wait) => sum + wait, 0) / drawn.length - 150)).toBeLessThan(3.3);
  });

  it.each([
    ['a hang, which can get no longer', '1s', 'hang'],
    ['an answer that it holds back by nothing', '0s', 'healthy'],
  ])('leaves alone %s', (_, by, what) => {
    const base = healthy('whole');
    const plan = what === 'hang' ? hurt(base, 'hang') : base.plan;
    expect(hurt({ ...base, plan }, 'latency', { by })).toBe(plan);
  });
});

describe('slow-first-token', () => {
  it('waits a multiple of the healthy time for the first token and no longer for the others', () => {
    const plan = hurt(healthy('streamed'), 'slow-first-token', { by: '8x' });
    expect(tokenTimes(plan)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => 8 * 300 + nth * 20));
  });

  it('adds a time where a time is given', () => {
    expect(tokenTimes(hurt(healthy('streamed'), 'slow-first-token', { by: '2s' }))[0]).toBe(2300);
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

describe('slow-tokens', () => {
  it('waits a multiple of the healthy time between tokens, the first in time', () => {
    const plan = hurt(healthy('streamed'), 'slow-tokens', { by: '10x' });
    expect(tokenTimes(plan)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => 300 + nth * 200));
  });

  it('adds a time to each where a time is given', () => {
    expect(tokenTimes(hurt(healthy('streamed'), 'slow-tokens', { by: '1s' }))[9]).toBe(300 + 9 * 1020);
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

it.each(['slow-first-token', 'slow-tokens'])('%s leaves a refusal alone, which has no tokens', (kind) => {
  const base = healthy('whole');
  const refused = hurt(base, 'status', { status: 500 });
  expect(hurt({ ...base, plan: refused }, kind, { by: '8x' })).toBe(refused);
});

function times(plan: WirePlan): readonly number[] {
  let now = 0;
  return plan.map((step) => (now += step.after));
}

function tokenTimes(plan: WirePlan): readonly number[] {
  const all = times(plan);
  return all.filter((_, index) => {
    const step = plan[index];
    return step?.do === 'write' && step.part === 'token';
  });
}
