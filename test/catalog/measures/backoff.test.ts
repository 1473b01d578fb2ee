/** How long apps wait between two tries, and whose law that is. */
import { describe, expect, it } from 'vitest';
import { fitBackoff } from '../../../src/catalog/measures/derived/backoff-fit.js';
import { clients, delayOf } from '../../../src/catalog/measures/derived/client-table.js';
import type { Gap } from '../../../src/catalog/measures/derived/gaps.js';
import { randomOf } from '../../../src/kit/random.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { failing, HEALTHY, playRecord, type Played } from '../../support/record.js';

type Law = (rank: number, chance: number) => number;

function gapsBy(law: Law, retries: number, users = 100, asked: number | null = null): readonly Gap[] {
  const next = randomOf(11).sequence();
  return Array.from({ length: users }, (_, inbound) =>
    Array.from({ length: retries }, (__, index) => ({
      inbound,
      rank: index + 1,
      length: law(index + 1, next()),
      asked,
    })),
  ).flat();
}

describe('the fit', () => {
  it.each(clients.map((client) => [client.title, client] as const))('knows %s again', (_, client) => {
    const law: Law = (rank, chance) => {
      const { low, high } = delayOf(client, rank);
      // A few milliseconds of the client's own.
      return low + (high - low) * chance + 3;
    };
    expect(fitBackoff(gapsBy(law, client.attempts - 1))?.looksLike).toBe(client);
  });

  it('calls what doubles exponential, with its factor and its ceiling', () => {
    const fit = fitBackoff(gapsBy((rank) => Math.min(8000, 500 * 2 ** (rank - 1)), 7));
    expect(fit?.growth.kind === 'exponential' && fit.growth.factor).toBeCloseTo(2, 1);
    expect(fit).toMatchObject({ longest: 8000, jitter: 'none', ratio: 1 });
  });

  it('tells steady steps and equal waits apart from that', () => {
    expect(fitBackoff(gapsBy((rank) => 500 * rank, 4))?.growth).toMatchObject({ kind: 'linear', step: 500 });
    expect(fitBackoff(gapsBy(() => 700, 4))).toMatchObject({ growth: { kind: 'fixed' }, longest: null });
    expect(fitBackoff(gapsBy(() => 700, 1))?.growth).toEqual({ kind: 'unknown' });
    expect(fitBackoff(gapsBy((_, chance) => 4 * chance, 3))).toMatchObject({
      growth: { kind: 'at-once' },
      looksLike: null,
    });
  });

  it.each([
    ['none', 1],
    ['quarter', 0.75],
    ['half', 0.5],
    ['full', 0],
  ] as const)('calls the jitter %s where waits are drawn from %d of the longest on', (jitter, from) => {
    const law: Law = (_, chance) => 1000 * (from + (1 - from) * chance);
    expect(fitBackoff(gapsBy(law, 2))?.jitter).toBe(jitter);
  });

  it('says how many kept to what the provider asked for', () => {
    const fit = fitBackoff([...gapsBy(() => 2010, 1, 90, 2000), ...gapsBy(() => 500, 1, 10, 2000)]);
    expect(fit).toMatchObject({ asAsked: 0.9, looksLike: null });
  });

  it('has nothing to say of a handful of retries', () => {
    expect(fitBackoff(gapsBy(() => 500, 2, 9))).toBeNull();
  });
});

describe('backoff', () => {
  const waiting = (gap: number): Played => ({
    class: 'honest-error',
    latency: 80 + gap,
    attempts: [
      { after: 0, took: 40, outcome: 'http-error' },
      { after: 40 + gap, took: 40, outcome: 'http-error' },
      { after: 9000, took: 40, outcome: 'http-error' },
    ],
  });

  it('is the median wait before the first retry, from the end of the failed attempt', () => {
    const record = playRecord((role) => (role === 'outage' ? waiting(500) : null));
    expect(read(record, 'backoff')).toMatchObject({ value: 500, interval: { low: 500, high: 500 } });
  });

  it('has quantiles for gates', () => {
    const record = playRecord((role, index) => (role === 'outage' ? waiting(index + 1) : null));
    expect(valueOf(read(record, 'backoff', { quantile: 0.9 }))).toBe(720);
  });

  it('doesn’t take a hedge for a retry', () => {
    const hedged = playRecord((role) =>
      role === 'outage'
        ? { ...HEALTHY, attempts: [...failing(1, 900), { after: 500, took: 500, outcome: 'ok' }] }
        : null,
    );
    expect(whyNot(read(hedged, 'backoff'))).toMatch(/tried again/);
  });
});
