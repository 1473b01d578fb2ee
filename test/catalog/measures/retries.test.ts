/** Who made a retry, how deep requests go, and two mistakes that others make when they count. */
import { describe, expect, it } from 'vitest';
import { callsOf as callsAsTheyCome } from '../../../src/run/mock/calls.js';
import type { RunRecord } from '../../../src/model/record.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { attempt, failing, playRecord, recordOf, response } from '../../support/record.js';

/** One user, whose tries say that they are these retries. */
function counting(counts: readonly (number | null)[]): RunRecord {
  return recordOf({
    responses: [response({ inbound: 1, due: 30_000, class: 'honest-error', ended: 30_900 })],
    attempts: counts.map((retryCount, index) =>
      attempt({
        id: index,
        inbound: 1,
        call: 7,
        started: 30_000 + 100 * index,
        ended: 30_050 + 100 * index,
        ordinal: index + 1,
        outcome: 'http-error',
        retryCount,
      }),
    ),
  });
}

describe('sdk-retries and app-retries', () => {
  it.each([
    [[0, 1, 2], 2, 0],
    [[0, 1, 2, 0, 1, 2, 0, 1, 2], 6, 2],
    [[0, 0, 0], 0, 2],
    [[0], 0, 0],
  ])('of tries that say %j are %d and %d', (counts, bySdk, byApp) => {
    expect(valueOf(read(counting(counts), 'sdk-retries'))).toBe(bySdk);
    expect(valueOf(read(counting(counts), 'app-retries'))).toBe(byApp);
  });

  it('can’t be told of calls that don’t say it, and never count those as none', () => {
    for (const id of ['sdk-retries', 'app-retries']) {
      expect(whyNot(read(counting([null, null]), id))).toMatch(/no call said/);
      expect(whyNot(read(counting([0, null]), id))).toMatch(/no call said/);
      expect(whyNot(read(recordOf(), id))).toMatch(/called no upstream/);
    }
  });
});

describe('depth', () => {
  const record = playRecord((role, index) =>
    role === 'outage'
      ? { class: 'honest-error', latency: 400, attempts: failing(index % 10 === 0 ? 9 : 1) }
      : null,
  );

  it('shows the few who cost nine calls, where a mean hides them', () => {
    expect(valueOf(read(record, 'depth', { quantile: 0.95 }))).toBe(9);
    expect(valueOf(read(record, 'depth', { quantile: 0.5 }))).toBe(1);
  });

  it('counts users whom nobody called for as none', () => {
    const saved = playRecord((role) =>
      role === 'outage' ? { class: 'stale', latency: 9, attempts: [] } : null,
    );
    expect(valueOf(read(saved, 'depth', { quantile: 0.5 }))).toBe(0);
    expect(read(recordOf(), 'depth').state).toBe('unmeasured');
  });
});

describe('a retry', () => {
  it('that changes its body is still a retry', () => {
    let id = 0;
    const calls = callsAsTheyCome({ nextId: () => (id += 1), journeyOf: () => 'ask' });
    const first = calls.begin(1, 111);
    calls.ended(1, first.call, 'http-error');
    const second = calls.begin(1, 222);
    expect(second).toEqual({ call: first.call, ordinal: 2, attempt: 2, body: 2 });
    const record = recordOf({
      responses: [response({ inbound: 1, due: 30_000 })],
      attempts: [first, second].map(({ call, ordinal }) =>
        attempt({ id: ordinal, inbound: 1, call, ordinal, started: 30_000 + 200 * ordinal }),
      ),
    });
    expect(valueOf(read(record, 'amplification'))).toBe(2);
    expect(valueOf(read(record, 'retries-per-request'))).toBe(1);
  });

  it('is never a call that no user caused, however often that is made', () => {
    let id = 0;
    const calls = callsAsTheyCome({ nextId: () => (id += 1), journeyOf: () => 'ask' });
    const polls = [1, 2, 3].map((nth) => {
      const { call, ordinal } = calls.begin(null, 111);
      expect(ordinal).toBe(1);
      return attempt({
        id: 100 + nth,
        inbound: null,
        call,
        ordinal,
        started: 30_000 + 50 * nth,
        retryCount: 1,
      });
    });
    const record = storm();
    const polled = { ...record, attempts: [...record.attempts, ...polls] };
    for (const measure of COUNTING)
      expect(read(polled, measure, { quantile: 0.5 }), measure).toEqual(
        read(record, measure, { quantile: 0.5 }),
      );
    expect(valueOf(read(polled, 'sdk-retries'))).toBe(2);
  });
});

const COUNTING = [
  ...['amplification', 'retries-per-request', 'sdk-retries', 'app-retries', 'depth'],
  ...['hedge-share', 'backoff', 'waste'],
];

/** Every user of the outage costs three tries, and the SDK says so. */
function storm(): RunRecord {
  const record = playRecord((role) =>
    role === 'outage' ? { class: 'honest-error', latency: 200, attempts: failing(3) } : null,
  );
  return { ...record, attempts: record.attempts.map((row) => ({ ...row, retryCount: row.ordinal - 1 })) };
}
