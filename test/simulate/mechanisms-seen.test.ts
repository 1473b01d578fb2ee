/** Breakers, bulkheads and hedges seen from outside: what the measures say of modelled apps that arithmetic knows. */
import { expect, it } from 'vitest';
import { erlangB } from '../../src/simulate/known/closed-forms.js';
import { always, failing, RATE } from '../../src/simulate/known/worlds.js';
import { breaker } from '../../src/simulate/subjects/breaker.js';
import { bulkhead } from '../../src/simulate/subjects/bulkhead.js';
import { hedge } from '../../src/simulate/subjects/hedge.js';
import { queue } from '../../src/simulate/subjects/queue.js';
import { modelled } from '../support/modelled.js';
import { read, valueOf } from '../support/measuring.js';

const SEEDS = [1, 2, 3, 4];

it('a breaker opens after its five failures, and sends one call at once', () => {
  for (const seed of SEEDS) {
    const record = modelled(breaker, [failing(1)], { seed, instant: true });
    expect(valueOf(read(record, 'breaker-failures'))).toBe(5);
    expect(valueOf(read(record, 'breaker-probe-concurrency'))).toBe(1);
    // A reset of 2 s, and 50 ms until the next user comes.
    expect(Math.abs(valueOf(read(record, 'breaker-probe-rate')) - 1 / 2.05)).toBeLessThan(0.05);
  }
});

it('a hedge that hangs up on its loser pays once', () => {
  // The tokens take 762.5 ms, the first of them up to 2 s, so that most are hedged after a second.
  const record = modelled(hedge, [], { firstToken: { low: 0, high: 2_000 } });
  expect(valueOf(read(record, 'hedge-share'))).toBeGreaterThan(0.5);
  expect(valueOf(read(record, 'loser-cancelled'))).toBe(1);
  expect(valueOf(read(record, 'double-billing'))).toBe(0);
});

it('a bulkhead turns away what Erlang says', () => {
  const shares = SEEDS.map((seed) => {
    const record = modelled(bulkhead, [always('hang', {})], { seed, outage: 200_000 });
    return valueOf(read(record, 'bulkhead-blocked-share'));
  });
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  // 16,000 users, of whom half are turned away: 0.01 is more than two deviations of strangers.
  expect(Math.abs(mean - erlangB(RATE * 3, 30))).toBeLessThan(0.01);
});

it('a queue of 500 that drains at 40 a second is empty 12.5 s after the outage, in its order', () => {
  const policy = { ...queue, queue: { holds: 500, perSecond: 40 } };
  for (const seed of SEEDS) {
    const record = modelled(policy, [{ fault: 'status', params: { status: 500 } }], {
      seed,
      recovery: 60_000,
    });
    const users = record.responses.filter(({ phase }) => phase === 'outage').length;
    expect(valueOf(read(record, 'queue-accept-share'))).toBe(500 / users);
    expect(valueOf(read(record, 'queue-completion'))).toBe(1);
    expect(valueOf(read(record, 'queue-order'))).toBe(1);
    // Up to 2 s until the breaker looks, and what an answer takes.
    const drained = valueOf(read(record, 'queue-drain'));
    expect(drained).toBeGreaterThan(12_400);
    expect(drained).toBeLessThan(16_500);
  }
});
