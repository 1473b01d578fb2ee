/** Budgets seen from outside: what the measures say of modelled apps whose budgets are known. */
import { describe, expect, it } from 'vitest';
import { failing } from '../../src/simulate/known/worlds.js';
import { HONEST, ONCE, type BudgetPolicy, type Policy } from '../../src/simulate/policy.js';
import { awsBucket } from '../../src/simulate/subjects/aws-bucket.js';
import { breakerAndRetry } from '../../src/simulate/subjects/breaker-and-retry.js';
import { modelled } from '../support/modelled.js';
import { read, valueOf, whyNot } from '../support/measuring.js';

const twoRetries = (budget: BudgetPolicy): Policy => ({
  ...HONEST,
  id: 'two-retries',
  summary: 'Two retries.',
  retry: { ...ONCE, times: 2 },
  budget,
});
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('budget-decline and budget-time', () => {
  it('see the bucket of the AWS SDKs run dry', () => {
    const times = SEEDS.map((seed) => {
      const record = modelled(awsBucket, [failing(1)], { seed, instant: true });
      const decline = read(record, 'budget-decline');
      // Two retries and then none: 1/3.
      expect(valueOf(decline)).toBeGreaterThan(0.3);
      expect(valueOf(decline)).toBeLessThan(0.4);
      expect(decline).toMatchObject({ interval: { high: expect.any(Number) as number } });
      return valueOf(read(record, 'budget-time'));
    });
    // 100 retries, two for each of 20 users a second.
    expect(times.reduce((sum, time) => sum + time, 0) / times.length).toBeGreaterThan(2_000);
    expect(times.reduce((sum, time) => sum + time, 0) / times.length).toBeLessThan(3_000);
  });

  it.each([1, 0.5, 0.3])('call retries without a budget flat, whatever share of %f fails', (share) => {
    for (const seed of SEEDS) {
      const record = modelled(twoRetries({ kind: 'none' }), [failing(share)], { seed, outage: 200_000 });
      expect(valueOf(read(record, 'budget-decline'))).toBe(1);
      expect(whyNot(read(record, 'budget-time'))).toMatch(/didn’t become fewer/);
    }
  });

  it('call a budget flat that pays for the same share from the first moment on', () => {
    const funded = twoRetries({ kind: 'request-funded', ratio: 0.2, perSecond: 10, holds: 4 });
    const falls = SEEDS.map((seed) => read(modelled(funded, [failing(1)], { seed }), 'budget-decline'));
    expect(falls.filter((fall) => fall.state === 'measured' && (fall.interval?.high ?? 0) < 1)).toEqual([]);
  });

  it('don’t take a breaker for a budget', () => {
    const record = modelled(breakerAndRetry, [failing(1)]);
    expect(whyNot(read(record, 'budget-decline'))).toMatch(/held its calls back/);
  });
});
