/** Drives a plan against a server and keeps every row, with the token that each inbound carried. */
import { questionOf } from '../../src/catalog/arrivals/draw.js';
import type { ResponseEnd, ResponseRow } from '../../src/model/event.js';
import type { Plan, PlannedPhase } from '../../src/model/plan.js';
import type { Journey } from '../../src/model/scenario.js';
import type { Clock, Millis } from '../../src/model/units.js';
import type { LoadRun } from '../../src/run/contract.js';
import { prepareLoad, startLoad } from '../../src/run/load/start.js';
import type { Answer } from './app.js';
import { journeyOf, planOf } from './record.js';

export interface Driven {
  readonly plan: Plan;
  readonly rows: readonly ResponseRow[];
  /** What `performance.now()` said when the run's clock said 0. */
  readonly began: number;
  /** Inbounds in the order in which they were opened, and in which they ended. */
  readonly opened: readonly number[];
  readonly ended: readonly number[];
  readonly tokenOf: (row: ResponseRow) => string;
  readonly ends: () => Partial<Record<ResponseEnd, number>>;
}

export interface Driving {
  readonly run: LoadRun;
  readonly rows: readonly ResponseRow[];
  readonly done: Promise<Driven>;
}

/** Milliseconds since now. */
export function clockFromNow(): Clock {
  const began = performance.now();
  return { now: () => performance.now() - began };
}

/** Once before all, so that loading an engine costs nobody's time. */
export async function warmUp(): Promise<void> {
  await prepareLoad({ arrivals: { kind: 'closed' } });
  await prepareLoad(openPlan({ perSecond: 1, length: 1 }));
}

export function drive(plan: Plan, target: URL, signal = new AbortController().signal): Driving {
  const rows: ResponseRow[] = [];
  const opened: number[] = [];
  const ended: number[] = [];
  const began = performance.now();
  const run = startLoad({
    ...{ plan, target, signal, clock: { now: () => performance.now() - began } },
    inbounds: {
      opened: (inbound) => void opened.push(inbound),
      ended: (inbound) => void ended.push(inbound),
      withToken: () => [],
      journeyOf: () => 'ask',
    },
    findMinted: () => null,
    onResponse: (row) => void rows.push(row),
  });
  const tokenOf = (row: ResponseRow): string => questionOf(plan, row.inbound).token;
  const driven = { plan, rows, began, opened, ended, tokenOf, ends: () => countBy(rows) };
  return { run, rows, done: run.done.then(() => driven) };
}

function countBy(rows: readonly ResponseRow[]): Partial<Record<ResponseEnd, number>> {
  const counts: Partial<Record<ResponseEnd, number>> = {};
  for (const { end } of rows) counts[end] = (counts[end] ?? 0) + 1;
  return counts;
}

/** Without a model behind it, so that a plain JSON answer is a good one. */
export function noteJourney(changes: Partial<Journey> = {}): Journey {
  return journeyOf({
    needsModel: false,
    request: {
      method: 'POST',
      path: '/ask',
      headers: {},
      body: { kind: 'json', value: { question: '{{prompt}}', id: '{{id}}' } },
    },
    // Long enough for a machine that is busy with something else.
    patience: 15_000,
    deadline: 7_000,
    ...changes,
  });
}

export function openPlan(options: {
  readonly perSecond: number;
  readonly length: Millis;
  readonly arrivals?: string;
  readonly plan?: Partial<Plan>;
}): Plan {
  const { perSecond, length, arrivals = 'constant' } = options;
  const load = { kind: 'open', rate: { kind: 'per-second', value: perSecond }, arrivals } as const;
  return planOf({
    journeys: [noteJourney()],
    phases: [phaseWith('baseline', 0, length, load)],
    ...options.plan,
  });
}

export function closedPlan(options: {
  readonly users: number;
  readonly length: Millis;
  readonly think?: Millis;
  readonly plan?: Partial<Plan>;
}): Plan {
  const { users, length, think = 0 } = options;
  const load = { kind: 'closed', users, think: { low: think, high: think } } as const;
  return planOf({
    journeys: [noteJourney()],
    arrivals: { kind: 'closed' },
    phases: [phaseWith('baseline', 0, length, load)],
    ...options.plan,
  });
}

export function phaseWith(
  name: string,
  opens: Millis,
  closes: Millis,
  load: PlannedPhase['load'],
): PlannedPhase {
  return { name, role: 'baseline', opens, closes, load };
}

export const ANSWER = '{"answer":"saved"}';
export const good: Answer = (_, response) => void response.end(ANSWER);
export const hang: Answer = () => undefined;

export const limits = planOf().limits;

/** As when the collector or the machine holds us up. */
export function standStill(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
