/** A simulated run as an ordinary record, so that whatever reads a run reads it too. */
import { finished, type Steps } from '../kit/steps.js';
import type {
  AttemptRow,
  ConnectionRow,
  EffectRow,
  ResponseEnd,
  ResponseRow,
  WindowRow,
} from '../model/event.js';
import type { Plan } from '../model/plan.js';
import type { Counts, RunFacts, RunRecord, SelfCheck } from '../model/record.js';
import { toxicFacts, toxicRows } from './network/rows.js';
import type { Policy } from './policy.js';
import { simulationSteps, type Simulated } from './world.js';

export interface Recorded {
  readonly plan: Plan;
  readonly policy: Policy;
  readonly instances: number;
  readonly version: string;
  readonly startedAt: string;
}

export function simulatedRecord(wanted: Recorded): RunRecord {
  return finished(recordSteps(wanted));
}

export function* recordSteps(wanted: Recorded): Steps<RunRecord> {
  const { plan, policy, instances } = wanted;
  const responses: ResponseRow[] = [];
  const attempts: AttemptRow[] = [];
  const connections: ConnectionRow[] = [];
  const seen = yield* simulationSteps({
    plan,
    policy,
    instances,
    sink: {
      response: (row) => responses.push(keptResponse(row)),
      attempt: (row) => attempts.push(keptAttempt(row)),
      connection: (row) => connections.push(keptConnection(row)),
    },
  });
  const counts = countsOf(responses, attempts);
  return {
    plan,
    facts: { ...factsOf(wanted, seen, counts), network: toxicFacts(plan, connections) },
    responses,
    attempts,
    connections,
    toxics: toxicRows(plan),
    notes: [],
    self: [],
    effects: policy.writes === null ? [] : writtenBy(policy.writes, responses, attempts),
    phases: plan.phases.map(({ name, opens }) => ({ kind: 'phase', at: opens, phase: name })),
    windows: plan.windows
      .flatMap(({ id, opens, closes }): readonly WindowRow[] => [
        { kind: 'window', at: opens, window: id, is: 'opened', by: 'plan' },
        { kind: 'window', at: closes, window: id, is: 'closed', by: 'plan' },
      ])
      .sort((a, b) => a.at - b.at),
  };
}

/** In whole microseconds, as it is written: a run that is read again says the same. */
function micros(at: number): number {
  return Math.round(at * 1000) / 1000;
}

function told(at: number | null): number | null {
  return at === null ? null : micros(at);
}

function keptResponse(row: ResponseRow): ResponseRow {
  const { due, sent, firstByte, firstContent, ended, age } = row;
  return {
    ...row,
    due: micros(due),
    sent: told(sent),
    ended: micros(ended),
    firstByte: told(firstByte),
    firstContent: told(firstContent),
    age: told(age),
  };
}

function keptAttempt(row: AttemptRow): AttemptRow {
  const { started, ended, firstToken } = row;
  return { ...row, started: micros(started), ended: micros(ended), firstToken: told(firstToken) };
}

function keptConnection(row: ConnectionRow): ConnectionRow {
  return { ...row, opened: micros(row.opened), ended: micros(row.ended) };
}

/** The books of an app that writes with each try. */
function writtenBy(
  writes: NonNullable<Policy['writes']>,
  responses: readonly ResponseRow[],
  attempts: readonly AttemptRow[],
): readonly EffectRow[] {
  const tries = new Map<number, number>();
  for (const { inbound } of attempts) if (inbound !== null) tries.set(inbound, (tries.get(inbound) ?? 0) + 1);
  return responses.map(({ inbound, journey, phase }) => {
    const tried = tries.get(inbound) ?? 0;
    const count = writes === 'under-a-key' ? Math.min(1, tried) : tried;
    return { kind: 'effect', inbound, journey, phase, count };
  });
}

function countsOf(responses: readonly ResponseRow[], attempts: readonly AttemptRow[]): Counts {
  const ends: Record<ResponseEnd, number> = {
    complete: 0,
    aborted: 0,
    refused: 0,
    reset: 0,
    deadline: 0,
    censored: 0,
    unsent: 0,
  };
  for (const { end } of responses) ends[end] += 1;
  return { scheduled: responses.length, ...ends, attempts: attempts.length, joined: attempts.length };
}

function factsOf(wanted: Recorded, { windows, routing }: Simulated, counts: Counts): RunFacts {
  const { plan, policy } = wanted;
  return {
    format: 1,
    brownout: wanted.version,
    startedAt: wanted.startedAt,
    seed: plan.seed,
    subject: { name: `${policy.id} (simulated)`, url: 'simulated:', start: null, died: null },
    machine: { node: 'virtual time', platform: 'simulated', cores: 1, memoryMb: 0 },
    routing,
    trapped: [],
    windows,
    network: [],
    counts,
    floor: { p50: 0, p99: 0 },
    calibration: null,
    checks: checksOf(plan, counts),
    ending: { kind: 'completed' },
    lastWords: [],
  };
}

/** What can go wrong in a world without sockets is that somebody is lost. */
function checksOf(plan: Plan, counts: Counts): readonly SelfCheck[] {
  // Of a closed load nobody knows beforehand how many requests it will be.
  const planned =
    plan.arrivals.kind === 'open'
      ? plan.cohorts.reduce((sum, { size }) => sum + size, plan.arrivals.count)
      : counts.scheduled;
  return [
    {
      id: 'arrivals',
      ok: planned === counts.scheduled,
      said: `${counts.scheduled} of ${planned} planned requests were made.`,
      voids: 'run',
    },
    {
      id: 'simulated',
      ok: true,
      said: 'Nothing of this was measured: app and providers were modelled, in virtual time.',
      voids: 'nothing',
    },
  ];
}
