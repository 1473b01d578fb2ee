/** Faults of the network, in whole runs on real sockets: what users got, and what the record says of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/model/record.js';
import { scoreRecord } from '../../src/score/score.js';
import {
  ASK,
  classes,
  inside,
  networkRunner,
  ROW,
  scenarioOf,
  shortest,
  type Runner,
} from '../support/network-run.js';
import { failedChecks } from '../support/after-run.js';

let runner: Runner;

beforeAll(async () => {
  runner = await networkRunner();
});

afterAll(() => runner.close());

describe('a latency toxic', () => {
  let record: RunRecord;
  beforeAll(async () => {
    record = await runner.play({
      scenario: scenarioOf({ network: [{ on: 'claude', toxic: 'latency', latency: '300ms' }] }),
    });
  });

  it('makes users wait for as long as it says, in its window alone', () => {
    expect(shortest(inside(record, 'baseline'))).toBeLessThan(300);
    expect(shortest(inside(record, 'outage'))).toBeGreaterThanOrEqual(300);
    expect(shortest(inside(record, 'recovery'))).toBeLessThan(300);
    expect(classes(inside(record, 'outage'))).toEqual(new Set(['full']));
    expect(failedChecks(record)).toEqual([]);
  });

  it('is on the rows of the connections that carried it, and counted in the facts', () => {
    const carried = record.connections.filter(({ toxics }) => toxics.includes('n1'));
    const [met] = record.facts.network;
    expect(met).toMatchObject({ window: 'n1', carried: carried.length });
    // It hurts one direction, and those on the line at an edge only with a part of what they got.
    const received = carried.reduce((sum, row) => sum + row.received, 0);
    expect(met?.bytes).toBeGreaterThan(received / 2);
    expect(met?.bytes).toBeLessThanOrEqual(received);
    expect(met?.connections).toBeGreaterThanOrEqual(carried.length);
    expect(met?.connections).toBeLessThan(record.connections.length);
    expect(carried.length).toBeGreaterThan(30);
    expect(carried.every(({ proxy }) => proxy === 'claude')).toBe(true);
    expect(record.toxics.map(({ window, is }) => [window, is])).toEqual([
      ['n1', 'added'],
      ['n1', 'removed'],
    ]);
  });
});

// Each has an app, mocks and proxies of its own.
describe.concurrent('toxics of a run', () => {
  it('delay both ways, and add up where two are on one upstream at once', async () => {
    const record = await runner.play({
      scenario: scenarioOf({
        network: [
          { on: 'claude', toxic: 'latency', latency: '100ms', stream: 'both' },
          { on: 'claude', toxic: 'latency', latency: '200ms' },
        ],
      }),
    });
    expect(shortest(inside(record, 'baseline'))).toBeLessThan(300);
    expect(shortest(inside(record, 'outage'))).toBeGreaterThanOrEqual(400);
    const inOutage = record.connections.filter(({ opened }) => opened > 1_700 && opened < 3_000);
    expect(inOutage.length).toBeGreaterThan(10);
    for (const { toxics } of inOutage) expect([...toxics].sort()).toEqual(['n1', 'n2']);
    expect(record.toxics).toHaveLength(4);
  });

  it('reset connections, which the record says were ended by one', async () => {
    const record = await runner.play({
      scenario: scenarioOf({ network: [{ on: 'claude', toxic: 'reset_peer', timeout: 0 }] }),
    });
    expect(classes(inside(record, 'outage'))).toEqual(new Set(['honest-error']));
    expect(classes(inside(record, 'recovery'))).toEqual(new Set(['full']));
    const ended = record.connections.filter(({ toxics }) => toxics.includes('n1'));
    expect(ended.length).toBeGreaterThan(20);
    expect(new Set(ended.map(({ endedBy }) => endedBy))).toEqual(new Set(['toxic']));
    expect(failedChecks(record)).toEqual([]);
  });

  it('shut everybody out while it is down, and cut whoever is on the line', async () => {
    const record = await runner.play({
      scenario: scenarioOf(
        { network: [{ on: 'claude', toxic: 'down' }] },
        { upstreams: { claude: { provider: 'anthropic', model: { firstToken: '400ms', tokens: 5 } } } },
      ),
    });
    expect(classes(inside(record, 'outage'))).toEqual(new Set(['honest-error']));
    expect(classes(inside(record, 'recovery'))).toEqual(new Set(['full']));
    expect(record.facts.network[0]?.carried).toBeGreaterThan(0);
    expect(record.attempts.filter(({ started }) => started > 1_700 && started < 3_300)).toEqual([]);
  });

  it('close the connections that stand where they say recycle, and leave them else', async () => {
    const [kept, recycled] = await Promise.all(
      [false, true].map((recycle) =>
        runner.play({
          scenario: scenarioOf({ network: [{ on: 'claude', toxic: 'latency', latency: '1ms', recycle }] }),
          env: { KEEP: 'yes' },
        }),
      ),
    );
    const cut = (record: RunRecord | undefined) =>
      record?.connections.filter(({ endedBy, ended }) => endedBy === 'proxy' && ended < 4_900);
    expect(cut(kept)).toEqual([]);
    expect(cut(recycled)?.length).toBeGreaterThan(0);
  });

  it('leave the outage open where they touched nothing', async () => {
    const record = await runner.play({
      scenario: scenarioOf(
        { network: [{ on: 'db', toxic: 'latency', latency: '100ms' }] },
        { proxies: runner.db.proxies },
      ),
    });
    expect(record.facts.network).toEqual([{ window: 'n1', connections: 0, carried: 0, bytes: 0 }]);
    expect(scoreRecord(record)).toMatchObject({
      verdict: 'inconclusive',
      because:
        'the toxic latency on db touched nothing, because there was no connection to db while it was open; let a journey use db in that time, or say optional: true',
      score: null,
    });
  });

  it('touch nothing where a connection stands idle while they are open', async () => {
    const network = [
      { on: 'db', toxic: 'latency', latency: '100ms' },
      { on: 'db', toxic: 'reset_peer', timeout: 0, stream: 'both' },
    ];
    const record = await runner.play({
      scenario: scenarioOf({ network }, { proxies: runner.db.proxies }),
      env: { IDLE: 'yes' },
    });
    expect(record.connections).toMatchObject([{ proxy: 'db', sent: 4, received: 4, toxics: [] }]);
    expect(record.facts.network).toEqual([
      { window: 'n1', connections: 1, carried: 0, bytes: 0 },
      { window: 'n2', connections: 1, carried: 0, bytes: 0 },
    ]);
    expect(scoreRecord(record).verdict).toBe('inconclusive');
  });

  it('shut nobody out where nobody ever comes', async () => {
    const record = await runner.play({
      scenario: scenarioOf({ network: [{ on: 'db', toxic: 'down' }] }, { proxies: runner.db.proxies }),
    });
    expect(record.facts.network).toEqual([{ window: 'n1', connections: 0, carried: 0, bytes: 0 }]);
    expect(scoreRecord(record).verdict).toBe('inconclusive');
  });
});

describe('a dependency behind a proxy', () => {
  it('is hurt alone, while the model stays well', async () => {
    const walls = { routed: Infinity, outage: -Infinity };
    const record = await runner.play({
      observe: (sighting) => {
        if (sighting.kind === 'routed') walls.routed = Date.now();
        if (sighting.kind === 'phase' && sighting.phase.name === 'outage') walls.outage = Date.now();
      },
      scenario: scenarioOf(
        { network: [{ on: 'db', toxic: 'latency', latency: '300ms' }] },
        {
          proxies: runner.db.proxies,
          journeys: { ask: ASK, row: ROW },
        },
      ),
    });
    expect(shortest(inside(record, 'baseline', 'row'))).toBeLessThan(300);
    expect(shortest(inside(record, 'outage', 'row'))).toBeGreaterThanOrEqual(300);
    expect(shortest(inside(record, 'outage', 'ask'))).toBeLessThan(300);
    expect(new Set(record.connections.map(({ proxy }) => proxy))).toEqual(new Set(['db']));
    expect(failedChecks(record)).toEqual([]);
    // The app is up by then: what the record counts from is no earlier, so that logs of others can be laid beside it.
    expect(Date.parse(record.facts.startedAt)).toBeGreaterThanOrEqual(walls.routed);
    expect(Date.parse(record.facts.startedAt)).toBeLessThan(walls.outage);
  });
});
