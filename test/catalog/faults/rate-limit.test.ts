import { describe, expect, it } from 'vitest';
import type { WirePlan } from '../../../src/model/wire.js';
import type { LimitState } from '../../../src/catalog/providers/provider.js';
import { healthy, textOf } from '../../support/fake-provider.js';
import { opened, refusalIn } from './hurt.js';

describe('rate-limit', () => {
  // Closed form: a bucket of b that refills with r a second lets floor(b + r × t) through by time t.
  it.each([
    ['2/s', 2, 10, 2 + 2 * 10],
    ['60/min', 5, 10, 5 + 10],
    ['10/s', undefined, 3, 10 + 30],
    ['30/min', undefined, 10, 1 + 5],
  ])(
    'lets %s with a burst of %s through, over %d s of asking all the time',
    (requests, burst, seconds, passed) => {
      const base = healthy('whole');
      const rewrite = opened('rate-limit', { requests, ...(burst === undefined ? {} : { burst }) });
      let through = 0;
      for (let at = 0; at <= seconds * 1000; at += 10) {
        if (rewrite({ ...base, at }) === base.plan) through += 1;
      }
      expect(through).toBe(passed);
    },
  );

  it.each([
    // Empty at 0: the next comes at 1 / r.
    ['60/min', 0, 1000],
    ['12/min', 0, 5000],
    ['12/min', 1500, 4000],
    ['10/s', 0, 1000],
  ])('says for %s at %d ms when it is really free again, in whole seconds', (requests, at, ms) => {
    const base = healthy('whole');
    const rewrite = opened('rate-limit', { requests, burst: 1 });
    rewrite({ ...base, at: 0 });
    expect(refusalIn(rewrite({ ...base, at })).retryAfter).toEqual({ kind: 'seconds', ms });
  });

  it('whoever waits as told gets through', () => {
    const base = healthy('whole');
    const rewrite = opened('rate-limit', { requests: '7/min', burst: 1 });
    rewrite({ ...base, at: 0 });
    const told = refusalIn(rewrite({ ...base, at: 4321 })).retryAfter;
    const wait = told.kind === 'seconds' ? told.ms : Number.NaN;
    expect(rewrite({ ...base, at: 4321 + wait })).toBe(base.plan);
  });

  it('says what the author wants instead', () => {
    const base = healthy('whole');
    const rewrite = opened('rate-limit', {
      requests: '1/s',
      retryAfter: { raw: 'soon' },
      message: 'Slow down',
    });
    rewrite({ ...base, at: 0 });
    expect(refusalIn(rewrite({ ...base, at: 0 }))).toEqual({
      reason: 'rate-limit',
      status: 429,
      retryAfter: { kind: 'raw', text: 'soon' },
      message: 'Slow down',
    });
  });

  it('gives headers of a limit the state of its own bucket', () => {
    const base = healthy('whole');
    const rewrite = opened('rate-limit', { requests: '60/min', burst: 2 });
    const plans = [0, 0, 250].map((at) => rewrite({ ...base, at }));
    expect(limitsIn(plans[2])).toEqual({
      requests: { limit: 60, remaining: 0, resetsIn: 1750 },
      tokens: null,
    });
  });

  it('keeps a bucket for each window', () => {
    const base = healthy('whole');
    const [one, other] = [
      opened('rate-limit', { requests: '1/s' }),
      opened('rate-limit', { requests: '1/s' }),
    ];
    one({ ...base, at: 0 });
    expect(other({ ...base, at: 0 })).toBe(base.plan);
  });

  it('neither gives away nor takes anything where time seems to go back', () => {
    const base = healthy('whole');
    const rewrite = opened('rate-limit', { requests: '1/s', burst: 1 });
    const passed = [1000, 0, 1000, 1999, 2000].map((at) => rewrite({ ...base, at }) === base.plan);
    expect(passed).toEqual([true, false, false, false, true]);
  });
});

function limitsIn(plan: WirePlan | undefined): LimitState {
  return (JSON.parse(textOf(plan ?? [])) as { limits: LimitState }).limits;
}
