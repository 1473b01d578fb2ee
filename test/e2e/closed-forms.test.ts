/**
 * An app with n immediate retries and no limit anywhere, at an upstream that refuses a share p of its
 * calls: every attempt is known beforehand from the seed, and their mean from arithmetic.
 */
import { expect, test } from 'vitest';
import { fateOf } from '../../src/catalog/faults/fate.js';
import { viewOf } from '../../src/catalog/measures/view.js';
import { normalCdf } from '../../src/kit/statistics.js';
import type { AttemptRow, ResponseRow } from '../../src/model/event.js';
import type { RunRecord } from '../../src/model/record.js';
import { gaugeOf } from '../../src/score/measure.js';
import { attachedRun, freePorts, planOf, startApp } from '../support/attached-run.js';
import { playedFirst } from '../support/played.js';

interface Row {
  /** Of the upstream, and of the journey that asks it. */
  readonly name: string;
  readonly retries: number;
  readonly share: number;
}

const ROWS: readonly Row[] = [0, 1, 2, 9].flatMap((retries) =>
  [0.1, 0.5, 1].map((share) => ({ name: `n${retries}-p${share * 100}`, retries, share })),
);
const SEEDS = [11, 23, 42];
const CONFIDENCE = 0.99;

const runs: RunRecord[] = [];

playedFirst(async () => {
  runs.length = 0;
  const ports = await freePorts(ROWS.length);
  const routes = ROWS.map(({ name, retries }, index) => [
    `/ask/${name}`,
    { url: `http://127.0.0.1:${String(ports[index])}`, retries },
  ]);
  const app = await startApp('retrier.mjs', { ROUTES: JSON.stringify(Object.fromEntries(routes)) });
  try {
    for (const seed of SEEDS) runs.push(await attachedRun(planOf(scenarioWith(ports), seed), app));
  } finally {
    await app.stop();
  }
});

test.each(SEEDS.map((seed, index) => [seed, index] as const))(
  'under seed %i every inbound makes exactly the attempts that its drawn fates predict',
  (_, index) => {
    const run = runOf(index);
    const told = (of: (run: RunRecord, response: ResponseRow) => string): readonly string[] =>
      run.responses.map((response) => `${response.inbound} ${response.journey}: ${of(run, response)}`);
    expect(run.responses).toHaveLength(run.plan.arrivals.kind === 'open' ? run.plan.arrivals.count : -1);
    expect(told(seen)).toEqual(told(predicted));
  },
);

test('no attempt is without an inbound, and no inbound without its end', () => {
  for (const run of runs) {
    expect(run.attempts.filter(({ inbound }) => inbound === null)).toEqual([]);
    expect(run.responses.filter(({ end }) => end !== 'complete')).toEqual([]);
  }
});

test('users get an answer where one of the attempts did, and an honest error otherwise', () => {
  for (const run of runs) {
    const wrong = run.responses.filter((response) => {
      const isServed = attemptsOf(run, response).at(-1)?.outcome === 'ok';
      return response.class !== answerFrom(response, isServed);
    });
    expect(wrong).toEqual([]);
  }
});

test('pooled over the seeds, amplification is (1 - p^(n+1)) / (1 - p) within its 99 % interval', () => {
  const samples = ROWS.map((row) => ({ row, sample: sampleOf(row) }));
  expect(samples.filter(({ sample }) => sample.length < 10)).toEqual([]);
  const surprises = samples.map(({ row, sample }) => ({ name: row.name, p: surpriseOf(row, sample) }));
  surprises.sort((one, other) => one.p - other.p);
  // Holm: the most surprising row against the strictest bar, and no further than the first that holds.
  const rejected = surprises.findIndex(({ p }, rank) => p >= (1 - CONFIDENCE) / (ROWS.length - rank));
  expect(surprises.slice(0, rejected < 0 ? ROWS.length : rejected)).toEqual([]);
});

test('the measure of amplification is what the rows of its upstream add up to', () => {
  for (const run of runs) {
    const gauge = gaugeOf(viewOf(run));
    for (const { name } of ROWS) {
      const counts = outageOf(run, name).map((response) => attemptsOf(run, response).length);
      expect(gauge.take('amplification', { upstream: name })).toMatchObject({
        state: 'measured',
        value: sum(counts) / counts.length,
      });
    }
  }
});

function scenarioWith(ports: readonly number[]): object {
  const byRow = <T>(of: (row: Row, index: number) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(ROWS.map((row, index) => [row.name, of(row, index)]));
  const model = { firstToken: '1ms', tokens: 5, speed: '5000/s' };
  return {
    name: 'closed-forms',
    upstreams: byRow((_, index) => ({ provider: 'anthropic', model, port: ports[index] })),
    journeys: byRow(({ name }) => ({
      request: { path: `/ask/${name}`, json: { question: '{{prompt}}' } },
      answer: { at: '/answer' },
      error: { at: '/error/code' },
      deadline: '500ms',
    })),
    prompts: { repeat: '0%' },
    load: { rate: '120/s' },
    phases: {
      baseline: { for: '500ms' },
      outage: {
        for: '5s',
        faults: ROWS.map(({ name, share }) => ({ on: name, fault: 'status', status: 500, share })),
      },
      recovery: { for: '500ms' },
    },
  };
}

function runOf(index: number): RunRecord {
  const run = runs[index];
  if (run === undefined) throw new Error(`there was no run ${index}`);
  return run;
}

/** In the order in which they reached the mock. */
function attemptsOf(run: RunRecord, { inbound }: ResponseRow): readonly AttemptRow[] {
  return byInbound(run).get(inbound) ?? [];
}

const grouped = new WeakMap<RunRecord, ReadonlyMap<number | null, readonly AttemptRow[]>>();

function byInbound(run: RunRecord): ReadonlyMap<number | null, readonly AttemptRow[]> {
  let groups = grouped.get(run);
  if (groups === undefined) {
    const all = new Map<number | null, AttemptRow[]>();
    for (const attempt of [...run.attempts].sort((one, other) => one.id - other.id)) {
      all.set(attempt.inbound, [...(all.get(attempt.inbound) ?? []), attempt]);
    }
    grouped.set(run, (groups = all));
  }
  return groups;
}

function seen(run: RunRecord, response: ResponseRow): string {
  const attempts = attemptsOf(run, response);
  const isNamed = attempts.every(
    ({ upstream, ordinal }, index) => upstream === response.journey && ordinal === index + 1,
  );
  return `${isNamed ? '' : 'misplaced '}${attempts.map(({ outcome }) => outcome).join(' ')}`;
}

/** Only the time of an attempt is taken from the run, to know whether the window was open then. */
function predicted(run: RunRecord, response: ResponseRow): string {
  const { retries, share } = rowNamed(response.journey);
  const starts = attemptsOf(run, response).map(({ started }) => started);
  const window = run.plan.windows.find(({ on }) => on === response.journey);
  const outcomes: string[] = [];
  for (let attempt = 1; attempt <= retries + 1; attempt += 1) {
    const at = starts[attempt - 1] ?? response.due;
    const name = { inbound: response.inbound, upstream: response.journey, attempt };
    const isOpen = window !== undefined && window.opens <= at && at < window.closes;
    const isHit = isOpen && fateOf(run.plan.seed, { ...name, window: window.id }) < share;
    outcomes.push(isHit ? 'http-error' : 'ok');
    if (!isHit) break;
  }
  return outcomes.join(' ');
}

function answerFrom({ journey }: ResponseRow, isServed: boolean): string {
  if (!isServed) return 'honest-error';
  return journey === ROWS[0]?.name ? 'full' : 'alt';
}

/** Responses that were due in the outage. */
function outageOf(run: RunRecord, name: string): readonly ResponseRow[] {
  return run.responses.filter(({ journey, phase }) => journey === name && phase === 'outage');
}

/**
 * Attempts of each inbound of a row, but for the last ones, on which the window may have closed: who
 * they are is told by the time that the slowest took, whatever became of them.
 */
function sampleOf({ name }: Row): readonly number[] {
  return runs.flatMap((run) => {
    const closes = run.plan.windows[0]?.closes ?? 0;
    const slowest = Math.max(500, ...run.responses.map(({ due, ended }) => ended - due));
    return outageOf(run, name)
      .filter(({ due }) => due < closes - slowest)
      .map((response) => attemptsOf(run, response).length);
  });
}

/** How likely a mean as far off as this one is, were the closed form true. */
function surpriseOf({ retries, share }: Row, sample: readonly number[]): number {
  const { mean, variance } = attemptsInTheory(retries, share);
  const seenMean = sum(sample) / sample.length;
  if (variance < 1e-12) return sample.every((count) => count === mean) ? 1 : 0;
  return 2 * normalCdf(-Math.abs(seenMean - mean) / Math.sqrt(variance / sample.length));
}

/** Tries until the first success, at most n + 1: P(more than k) = p^k. */
function attemptsInTheory(retries: number, p: number): { readonly mean: number; readonly variance: number } {
  const tries = retries + 1;
  const mean = p === 1 ? tries : (1 - p ** tries) / (1 - p);
  let square = 0;
  for (let k = 0; k < tries; k += 1) square += (2 * k + 1) * p ** k;
  return { mean, variance: square - mean * mean };
}

function rowNamed(name: string): Row {
  const row = ROWS.find((one) => one.name === name);
  if (row === undefined) throw new Error(`no row is called ${name}`);
  return row;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
