import { describe, expect, it } from 'vitest';
import { callsOf, countWithin, fullestSecond, placeOf } from '../../../src/catalog/measures/derived/calls.js';
import { quantileReading } from '../../../src/catalog/measures/derived/quantile.js';
import { share } from '../../../src/catalog/measures/reading.js';
import { measureById } from '../../../src/catalog/measures/shelf.js';
import { viewOf } from '../../../src/catalog/measures/view.js';
import type { RunRecord } from '../../../src/model/record.js';
import {
  attempt,
  failing,
  HEALTHY,
  phaseOf,
  playRecord,
  recordOf,
  response,
  toxicWindowOf,
  upstreamOf,
} from '../../support/record.js';

const read = (record: RunRecord, id: string, phase: string | null, upstream: string | null = null) =>
  measureById(id)?.measure(viewOf(record), { phase, upstream, journey: null }, null);

describe('the view', () => {
  const record = playRecord(() => null);
  const view = viewOf(record);

  it('takes a role for all its phases, and a name for one', () => {
    const phases = [
      phaseOf('warm', 'baseline', 0, 10),
      phaseOf('first', 'outage', 10, 20),
      phaseOf('second', 'outage', 20, 30),
    ];
    const other = viewOf(recordOf({ plan: { phases } }));
    expect(other.phases('outage').map(({ name }) => name)).toEqual(['first', 'second']);
    expect(other.phases('second').map(({ name }) => name)).toEqual(['second']);
    expect(other.phases(null)).toHaveLength(3);
    expect(other.phases('baseline').map(({ name }) => name)).toEqual(['warm']);
  });

  it('gives an attempt the phase of its inbound, whenever it started', () => {
    const late = attempt({ id: 9, inbound: 1, started: 61_000, ordinal: 2 });
    const joined = viewOf(recordOf({ responses: [response({ inbound: 1, due: 59_900 })], attempts: [late] }));
    expect([...joined.attempts({ phase: 'outage' })]).toEqual([late]);
    expect([...joined.attempts({ phase: 'recovery' })]).toEqual([]);
  });

  it('leaves out what was due in the baseline and met the outage', () => {
    const hit = attempt({ id: 1, inbound: 1, started: 20_001, faults: ['w1'] });
    const [early, late] = [response({ inbound: 1, due: 19_990 }), response({ inbound: 2, due: 19_995 })];
    const overrun = viewOf(recordOf({ responses: [early, late], attempts: [hit] }));
    expect([...overrun.responses({ phase: 'baseline' })]).toEqual([late]);
  });

  it('leaves out who was still waiting when the app died of the outage, but not who hung before it', () => {
    const torn = response({ inbound: 1, due: 19_500, ended: 20_100, end: 'reset', class: 'reset' });
    const hung = response({ inbound: 2, due: 19_500, ended: 49_500, end: 'deadline', class: 'hang' });
    const earlier = response({ inbound: 3, due: 10_000, ended: 10_100, end: 'reset', class: 'reset' });
    const died = viewOf(recordOf({ responses: [torn, hung, earlier] }));
    expect([...died.responses({ phase: 'baseline' })]).toEqual([hung, earlier]);
  });

  it('leaves out what was due in the baseline and still open when the network was hurt', () => {
    const [over, open] = [
      response({ inbound: 1, due: 19_000, ended: 19_990 }),
      response({ inbound: 2, due: 19_500, ended: 20_010, class: 'reset' }),
    ];
    const within = response({ inbound: 3, due: 20_000, ended: 20_500, class: 'reset' });
    const hurt = viewOf(
      recordOf({ plan: { network: [toxicWindowOf()] }, responses: [over, open, within], attempts: [] }),
    );
    expect([...hurt.responses({ phase: 'baseline' })]).toEqual([over]);
    expect([...hurt.responses({ phase: 'outage' })]).toEqual([within]);
  });

  it('leaves out what we never sent', () => {
    const unsent = viewOf(recordOf({ responses: [response({ inbound: 1, due: 30_000, end: 'unsent' })] }));
    expect([...unsent.responses({ phase: 'outage' })]).toEqual([]);
  });

  it('calls a censored response open until it is four deadlines old', () => {
    const censored = (age: number) =>
      response({ inbound: 1, due: 0, ended: age, end: 'censored', class: 'hang' });
    expect(view.isOpen(censored(11_999))).toBe(true);
    expect(view.isOpen(censored(12_000))).toBe(false);
  });

  it('files a coalesced attempt under each of its inbounds', () => {
    const shared = attempt({ id: 1, inbound: 1, also: [2, 3], started: 0 });
    const coalesced = viewOf(recordOf({ attempts: [shared] }));
    expect([1, 2, 3, 4].map((inbound) => coalesced.attemptsOf(inbound).length)).toEqual([1, 1, 1, 0]);
  });
});

describe('calls', () => {
  it('are the attempts of one inbound at one upstream for one step, in order', () => {
    const rows = [
      attempt({ id: 2, inbound: 1, started: 50, ordinal: 2 }),
      attempt({ id: 1, inbound: 1, started: 0 }),
      attempt({ id: 3, inbound: 1, started: 90, call: 77 }),
      attempt({ id: 4, inbound: 1, started: 90, upstream: 'gpt' }),
      attempt({ id: 5, inbound: 2, started: 0 }),
      attempt({ id: 6, inbound: null, started: 0 }),
      attempt({ id: 7, inbound: 5_000_000_000, started: 0 }),
    ];
    const calls = callsOf(rows, (inbound) => (inbound === 1 ? 40 : undefined));
    const ids = calls.map(({ attempts }) => attempts.map(({ id }) => id));
    expect(ids).toEqual([[1, 2], [3], [4], [5], [7]]);
    const told = calls.map(({ inbound, upstream, tries }) => [inbound, upstream, tries]);
    expect(told).toEqual([
      [1, 'claude', 2],
      [1, 'claude', 1],
      [1, 'gpt', 1],
      [2, 'claude', 1],
      [5_000_000_000, 'claude', 1],
    ]);
    // When the second request was due isn't known: then its call counts from where it began.
    expect(calls.map(({ due }) => due)).toEqual([40, 40, 40, 0, 0]);
  });
});

describe('a second', () => {
  const starts = Float64Array.from([0, 10, 999, 1000, 1500, 1600, 1700, 2400, 5000]);

  it('is the fullest wherever it begins, and holds its first moment but not its last', () => {
    expect(fullestSecond(starts, 0, 10_000)).toEqual({ count: 5, at: 999 });
    expect(fullestSecond(Float64Array.from([0, 1000]), 0, 10_000).count).toBe(1);
  });

  it('does not look beyond its stretch', () => {
    expect(fullestSecond(starts, 0, 1500).count).toBe(3);
    expect(fullestSecond(starts, 2500, 5000).count).toBe(0);
  });

  it('counts and places by halving', () => {
    expect(countWithin(starts, 10, 1500)).toBe(3);
    expect(placeOf(starts, 9999)).toBe(9);
  });
});

describe('a share', () => {
  it('reaches from all that were open for the better to all for the worse', () => {
    expect(share(0, 90, 10)).toMatchObject({ value: 0, samples: 90 });
    const reading = share(0, 90, 10);
    expect(reading.state === 'measured' && reading.interval?.high).toBeGreaterThan(0.1);
  });
});

describe('a quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  it('has the order statistics around it', () => {
    expect(quantileReading({ ended: hundred, running: [] }, 0.5, '')).toEqual({
      state: 'measured',
      value: 50,
      interval: { low: 40, high: 61 },
      censored: false,
      samples: 100,
    });
  });

  it('takes what still ran for longer than all that ended', () => {
    const reading = quantileReading(
      { ended: hundred.slice(0, 90), running: Array<number>(10).fill(5) },
      0.95,
      '',
    );
    expect(reading).toMatchObject({ censored: true });
  });

  it('is unknown for too few values', () => {
    expect(quantileReading({ ended: hundred.slice(0, 50), running: [] }, 0.95, '')).toMatchObject({
      state: 'unmeasured',
    });
  });
});

describe('load', () => {
  it('is not the app’s doing where three times the users came', () => {
    const record = playRecord(() => null);
    const more = [1, 2].flatMap((copy) =>
      record.responses
        .filter(({ phase }) => phase === 'outage')
        .map((row) => ({ ...row, inbound: row.inbound + copy * 10_000, due: row.due + copy })),
    );
    const calls = more.map((row) => attempt({ id: row.inbound, inbound: row.inbound, started: row.due }));
    const crowd = {
      ...record,
      responses: [...record.responses, ...more],
      attempts: [...record.attempts, ...calls],
    };
    expect(read(crowd, 'peak-load', 'outage')).toMatchObject({ value: 1 });
  });

  it('compares a second provider with the whole normal load, not with its own silence', () => {
    const record = playRecord(
      (role) =>
        role === 'outage'
          ? { ...HEALTHY, class: 'alt', attempts: [{ upstream: 'gpt', after: 0, took: 9, outcome: 'ok' }] }
          : null,
      { plan: { upstreams: [upstreamOf('claude'), upstreamOf('gpt')] } },
    );
    expect(read(record, 'peak-load', 'outage', 'gpt')).toMatchObject({ value: 1 });
  });
});

describe('amplification', () => {
  const plan = { upstreams: [upstreamOf('claude'), upstreamOf('gpt')] };
  const both = (gptTries: number, every: number) =>
    playRecord(
      (role, index) =>
        role === 'outage'
          ? {
              class: 'honest-error',
              latency: 500,
              attempts: [...failing(2), ...(index % every === 0 ? failing(gptTries, 40, 'gpt') : [])],
            }
          : null,
      { plan },
    );

  it('is that of the worst upstream', () => {
    expect(read(both(5, 2), 'amplification', 'outage')).toMatchObject({ value: 5 });
    expect(read(both(1, 2), 'amplification', 'outage')).toMatchObject({ value: 2 });
  });

  it('does not hang on an upstream with a handful of calls', () => {
    expect(read(both(9, 200), 'amplification', 'outage')).toMatchObject({ value: 2 });
  });

  it('falls back on the load for each request where the app strips every mark', () => {
    const record = both(1, 1000);
    const stripped = { ...record, attempts: record.attempts.map((row) => ({ ...row, inbound: null })) };
    const reading = read(stripped, 'amplification', 'outage');
    expect(reading?.state === 'measured' && reading.value).toBeCloseTo(2, 1);
    expect(read(stripped, 'correlation', null)).toMatchObject({ value: 0 });
  });
});

describe('what is wasted', () => {
  it('is what a second answer to the same call cost', () => {
    const hedged = playRecord((role) =>
      role === 'outage'
        ? {
            ...HEALTHY,
            attempts: [
              { after: 0, took: 900, outcome: 'ok' },
              { after: 500, took: 500, outcome: 'ok' },
            ],
          }
        : null,
    );
    expect(read(hedged, 'waste', 'outage')).toMatchObject({ value: 0.5 });
  });
});
