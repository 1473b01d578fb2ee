import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/kit/random.js';
import { healthy } from '../../support/fake-provider.js';
import { hurt, timesOf } from './hurt.js';

describe('latency', () => {
  it.each(['whole', 'streamed'] as const)('holds all of a %s answer back', (kind) => {
    const base = healthy(kind);
    const plan = hurt(base, 'latency', { by: '250ms' });
    expect(timesOf(plan)).toEqual(timesOf(base.plan).map((time) => time + 250));
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
