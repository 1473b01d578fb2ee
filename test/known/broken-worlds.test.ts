/** That the rows of the table can fail: each world once more, with a subject that does something else. */
import { describe, expect, it } from 'vitest';
import { LOST_WORK } from '../../src/catalog/answers/classify.js';
import { answersIn, trySimulated } from '../../src/entry/selftest.js';
import type { RunRecord } from '../../src/model/record.js';
import type { KnownWorld } from '../../src/simulate/known/known.js';
import { dispersion } from '../../src/simulate/known/counted.js';
import { knownPlan } from '../../src/simulate/known/plan.js';
import { knownWorlds } from '../../src/simulate/known/shelf.js';
import { verdicts } from '../../src/simulate/known/verdict.js';
import { simulatedRecord } from '../../src/simulate/record.js';
import { ONCE, type Policy } from '../../src/simulate/policy.js';

interface Broken {
  readonly title: string;
  readonly row: string;
  readonly but: string;
  readonly policy: Partial<Policy>;
}

function verdictsOf(world: KnownWorld, row: string): readonly string[] {
  const options = { seed: 1, seeds: 10, only: null, version: 'test', progress: () => undefined };
  const rows = verdicts(trySimulated(options, [world]));
  return rows.filter(({ what }) => what === row).map(({ verdict }) => verdict);
}

function worldOf(title: string): KnownWorld {
  const world = knownWorlds.find((one) => one.title === title);
  if (world === undefined) throw new Error(`no world is called ${title}`);
  return world;
}

const settled = 'sent a second, settled';

const queued = [
  ['accepted', 'holds 450', { holds: 450, perSecond: 40 }],
  ['queued-share', 'holds 450', { holds: 450, perSecond: 40 }],
  ['time until it is full', 'holds 400', { holds: 400, perSecond: 40 }],
  ['time to drain', 'drains at 38 a second', { holds: 500, perSecond: 38 }],
] as const;

const broken: readonly Broken[] = [
  {
    title: 'adaptive throttling, p = 1: only probes are sent',
    row: settled,
    but: 'forgets after 15 s',
    policy: { gate: { kind: 'adaptive', factor: 2, seconds: 15 } },
  },
  {
    title: 'adaptive throttling, p = 0.7: only probes are sent',
    row: settled,
    but: 'sends no more than what is accepted',
    policy: { gate: { kind: 'adaptive', factor: 1, seconds: 30 } },
  },
  {
    title: 'a breaker of 5 failures and 2 s, p = 1',
    row: 'attempts-per-inbound',
    but: 'asks again a tenth later',
    policy: { gate: { kind: 'breaker', failures: 5, reset: 2_200 } },
  },
  {
    title: 'the same, as the first provider sees it',
    row: 'attempts while all fail',
    but: 'gives up two failures later',
    policy: { gate: { kind: 'breaker', failures: 7, reset: 2_000 } },
  },
  {
    title: 'a second provider only for whom the breaker stops, p = 1',
    row: 'failover-coverage',
    but: 'asks the second provider at once',
    policy: { failover: 'inline' },
  },
  {
    title: 'a breaker and a cache with 70 % hits, p = 1',
    row: 'honest-error-share',
    but: 'has a fixed text for the rest',
    policy: { canned: { when: 'failure', marked: true } },
  },
  {
    title: 'an error that shows a key, p = 0.5',
    row: 'ceiling',
    but: "shows the provider's error, and no key",
    policy: { failure: 'raw' },
  },
  {
    title: 'nothing happens',
    row: 'resilience-loss',
    but: 'lets in fewer than come',
    policy: { bulkhead: 20, failover: 'never' },
  },
  {
    title: 'nothing happens',
    row: 'ceiling',
    but: 'turns some away with an empty success',
    policy: { bulkhead: 28, failover: 'never', failure: 'empty-success' },
  },
  {
    title: '9 retries at once, 500 users a second, p = 1',
    row: 'peak-load',
    but: 'retries once less',
    policy: { retry: { ...ONCE, times: 8, broken: true } },
  },
  ...queued.map(([row, but, queue]) => ({
    title: 'a queue of 500 that drains at 40 a second, p = 1',
    ...{ row, but, policy: { queue } },
  })),
  {
    title: 'a queue that nobody fills, p = 1',
    row: 'queued-share',
    but: 'holds a tenth less than come',
    policy: { queue: { holds: 900, perSecond: 40 } },
  },
];

describe.each(broken)('$title, $row', ({ title, row, but, policy }) => {
  it(`holds, and fails where the subject ${but}`, () => {
    const world = worldOf(title);
    expect(verdictsOf(world, row)).toEqual(['pass']);
    expect(verdictsOf({ ...world, policy: { ...world.policy, ...policy } }, row)).toEqual(['fail']);
  });
});

function recordOf({ shape, title, policy }: KnownWorld): RunRecord {
  const plan = knownPlan({ ...shape, title, seed: 1 });
  return simulatedRecord({ plan, policy, instances: 1, version: '', startedAt: '' });
}

/** No modelled queue loses anything, so the rows are told otherwise. */
describe('the loss of a queue', () => {
  it('tells one request in 500 that was acknowledged and then lost', () => {
    const world = worldOf('a queue of 500 that drains at 40 a second, p = 1');
    const record = recordOf(world);
    const lost = [...record.responses].findIndex((row) => row.class === 'queued' && row.phase === 'outage');
    const told = record.responses.map((row, index) => (index === lost ? { ...row, why: LOST_WORK } : row));
    const lossOf = (one: RunRecord): unknown => answersIn(world, one)[place];
    const place = world.answers.findIndex(({ what }) => what === 'queue-loss');
    expect(lossOf(record)).toBe(0);
    expect(lossOf({ ...record, responses: told })).toBeCloseTo(1 / 500, 10);
  });
});

describe('the dispersion of arrivals', () => {
  it('tells users who come in step from those who come by chance', () => {
    const record = recordOf(worldOf('nothing happens'));
    const inStep = record.responses.map((row, index) => ({ ...row, due: index * 50 }));
    expect(dispersion({ ...record, responses: inStep })).toBeLessThan(0.5);
  });
});
