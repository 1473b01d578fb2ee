/**
 * A breaker, a bulkhead with a timeout, a hedge, a backoff and a herd that keep their own books: what we tell from
 * outside must be what they did. Both sides are measured, on the same machine, so only they are compared.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { questionOf } from '../../src/catalog/arrivals/draw.js';
import type { RunRecord } from '../../src/model/record.js';
import { scoreRecord } from '../../src/score/score.js';
import { attachedRun, freePorts, planOf, startApp, type App } from '../support/attached-run.js';
import { read, valueOf } from '../support/measuring.js';

interface Books {
  readonly breaker: {
    readonly openedAt: number;
    readonly firstFailure: number;
    readonly probes: readonly number[];
    readonly refused: readonly string[];
  };
  readonly bulkhead: {
    readonly most: number;
    readonly refused: readonly string[];
    readonly givenUp: readonly number[];
  };
  readonly hedge: { readonly hedged: readonly string[]; readonly waited: readonly number[] };
  readonly backoff: {
    readonly calls: readonly { readonly token: string; readonly waits: readonly number[] }[];
  };
  readonly herd: {
    readonly calls: readonly { readonly token: string; readonly retriedAt: readonly number[] }[];
  };
}

const NAMES = ['breaker', 'bulkhead', 'hedge', 'backoff', 'herd'] as const;
type Name = (typeof NAMES)[number];

/** The herd is hurt by its cohort alone. */
const FAULTS: Readonly<Partial<Record<Name, object>>> = {
  breaker: { fault: 'status', status: 529 },
  bulkhead: { fault: 'hang' },
  hedge: { fault: 'latency', by: '2s' },
  backoff: { fault: 'status', status: 500 },
};

const MEMBERS = 60;

/** What a busy machine may put between the two. */
const SLACK = 250;

let app: App;
let run: RunRecord;
let books: Books;

beforeAll(async () => {
  const ports = await freePorts(NAMES.length);
  const routes = NAMES.map((name, index) => [`/ask/${name}`, `http://127.0.0.1:${String(ports[index])}`]);
  app = await startApp('mechanism-subject.mjs', { ROUTES: JSON.stringify(Object.fromEntries(routes)) });
  run = await attachedRun(planOf(scenarioWith(ports), 7), app);
  books = JSON.parse(await app.ask('/books')) as Books;
}, 120_000);

afterAll(() => app.stop());

const seen = (id: string, name: Name, quantile?: number): number =>
  valueOf(read(run, id, { upstream: name, journey: name, ...(quantile === undefined ? {} : { quantile }) }));

test('the breaker was seen to open when it did', () => {
  const { openedAt, firstFailure } = books.breaker;
  const ours = seen('breaker-time-to-open', 'breaker');
  // Ours begins with the window, theirs with the first call that it hit: four of five users a second later.
  expect(ours).toBeGreaterThanOrEqual(openedAt - firstFailure - SLACK);
  expect(ours).toBeLessThanOrEqual(openedAt - firstFailure + 1000 + SLACK);
});

test('its probes were seen as far apart as they were', () => {
  const { probes } = books.breaker;
  const apart = probes.slice(1).map((at, index) => at - (probes[index] ?? at));
  expect(apart.length).toBeGreaterThanOrEqual(3);
  expect(Math.abs(seen('breaker-probe-spacing', 'breaker') - median(apart))).toBeLessThan(SLACK);
});

test('the bulkhead has as many places as were seen, and the timeout is the one it has', () => {
  expect([books.bulkhead.most, books.bulkhead.most + 1]).toContain(seen('bulkhead-limit', 'bulkhead'));
  expect(Math.abs(seen('timeout', 'bulkhead') - median(books.bulkhead.givenUp))).toBeLessThan(SLACK);
});

test('exactly the users that a mechanism refused are those who caused no call', () => {
  for (const name of ['breaker', 'bulkhead'] as const) {
    const called = new Set(run.attempts.map(({ inbound }) => inbound));
    const silent = run.responses.filter((row) => row.journey === name && !called.has(row.inbound));
    const refused = new Set(books[name].refused);
    const tokens = silent.map(({ inbound }) => questionOf(run.plan, inbound).token);
    expect(tokens.filter((token) => !refused.has(token))).toEqual([]);
    expect(tokens.length).toBe(refused.size);
    expect(tokens.length).toBeGreaterThan(10);
  }
});

test('as many calls were hedged as it hedged', () => {
  const hedged = books.hedge.hedged.filter((token) => isDue(token, 'outage')).length;
  const due = run.responses.filter(({ journey, phase }) => journey === 'hedge' && phase === 'outage').length;
  expect(hedged).toBeGreaterThan(10);
  expect(Math.abs(seen('hedge-share', 'hedge') * due - hedged)).toBeLessThanOrEqual(1);
  expect(Math.abs(seen('hedge-delay', 'hedge') - median(books.hedge.waited))).toBeLessThan(SLACK);
});

test('waits, their growth, and who made the retries are what the books say', () => {
  const calls = books.backoff.calls.filter(({ token }) => isDue(token, 'outage'));
  const first = calls.flatMap(({ waits }) => waits[0] ?? []);
  const retries = calls.reduce((sum, { waits }) => sum + waits.length, 0);
  expect(first.length).toBeGreaterThan(10);
  expect(Math.abs(seen('backoff', 'backoff') - median(first))).toBeLessThan(SLACK);
  expect(seen('sdk-retries', 'backoff')).toBeCloseTo(retries / calls.length, 1);
  expect(seen('app-retries', 'backoff')).toBe(0);
});

test('a cohort’s retries were seen as near to each other as it made them', () => {
  const members = run.responses.filter(({ cohort }) => cohort !== null);
  const tokens = new Set(members.map(({ inbound }) => questionOf(run.plan, inbound).token));
  const retried = books.herd.calls
    .filter(({ token }) => tokens.has(token))
    .flatMap(({ retriedAt }) => retriedAt[0] ?? []);
  expect(members).toHaveLength(MEMBERS);
  expect(retried).toHaveLength(MEMBERS);
  expect(Math.abs(seen('herd-synchronisation', 'herd') - pairsWithin(retried, 100))).toBeLessThan(0.15);
  expect(seen('herd-pressure', 'herd')).toBeCloseTo(seen('herd-synchronisation', 'herd'), 1);
});

test('the cohort is in no number of the ordinary users', () => {
  const ordinary = run.responses.filter(
    ({ journey, phase, cohort }) => journey === 'herd' && phase === 'outage' && cohort === null,
  );
  // Only words of the plan's first upstream are `full`.
  const share = read(run, 'failover-coverage', { journey: 'herd' });
  expect(share).toMatchObject({ value: 1, samples: ordinary.length });
  expect(seen('amplification', 'herd')).toBe(1);
});

test('the scorecard of a real run has a finding for every check, and none that crashed', () => {
  const { findings } = scoreRecord(run);
  expect(findings.filter(({ verdict }) => verdict === 'error')).toEqual([]);
  expect(findings.find(({ check }) => check === 'backoff-law')?.verdict).toBe('pass');
});

let phaseByToken: ReadonlyMap<string, string> | null = null;

function isDue(token: string, phase: string): boolean {
  phaseByToken ??= new Map(
    run.responses.map((row) => [questionOf(run.plan, row.inbound).token, row.phase] as const),
  );
  return phaseByToken.get(token) === phase;
}

function pairsWithin(times: readonly number[], apart: number): number {
  const pairs = times.flatMap((a, index) => times.slice(index + 1).map((b) => Math.abs(a - b)));
  return pairs.filter((distance) => distance <= apart).length / pairs.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

function scenarioWith(ports: readonly number[]): object {
  const upstreams = NAMES.map((name, index): readonly [string, object] => [
    name,
    {
      provider: 'anthropic',
      model: { firstToken: '10ms..20ms', tokens: 12, speed: '2000/s' },
      port: ports[index],
    },
  ]);
  const journeys = NAMES.map((name): readonly [string, object] => [
    name,
    {
      request: { path: `/ask/${name}`, json: { question: '{{prompt}}' } },
      answer: { at: '/answer' },
      error: { at: '/error/code' },
      deadline: '3s',
    },
  ]);
  return {
    name: 'mechanisms',
    upstreams: Object.fromEntries(upstreams),
    journeys: Object.fromEntries(journeys),
    prompts: { repeat: '0%' },
    load: { rate: '50/s' },
    phases: {
      baseline: { for: '5s' },
      outage: {
        for: '14s',
        faults: Object.entries(FAULTS).map(([name, fault]) => ({ on: name, ...fault })),
        cohort: {
          at: '4s',
          size: MEMBERS,
          hold: '3s',
          on: 'herd',
          journey: 'herd',
          fails: { fault: 'status', status: 529 },
        },
      },
      recovery: { for: '4s' },
    },
  };
}
