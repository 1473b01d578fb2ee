/** A plan in virtual time: an ordinary folder with an ordinary scorecard, without a socket. */
import { resolve } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import type { Report, Style } from '../catalog/reporters/reporter.js';
import type { List } from '../kit/list.js';
import { nearest } from '../kit/nearest.js';
import type { Steps } from '../kit/steps.js';
import type { Plan } from '../model/plan.js';
import { BrownoutError } from '../model/problem.js';
import type { RunRecord } from '../model/record.js';
import { createRunFolder, removeUnfinished, writeFacts } from '../run/record/folder.js';
import { openJournal } from '../run/record/journal.js';
import { scoreSteps } from '../score/score.js';
import { unplayableIn } from '../simulate/network/unplayable.js';
import type { Policy } from '../simulate/policy.js';
import { recordSteps } from '../simulate/record.js';
import { withUsers } from '../simulate/scaled.js';
import { subjectById, subjects } from '../simulate/subjects/shelf.js';
import { playedInTurns, refuseIfStopped } from './in-turns.js';
import { writeReports } from './write-reports.js';

export interface SimulationOptions {
  readonly plan: Plan;
  readonly subject: string;
  /** How many users come in all; null leaves that to the plan. */
  readonly users: number | null;
  /** As the user may type it. */
  readonly folder: string;
  readonly cwd: string;
  readonly version: string;
  readonly startedAt: string;
  readonly style: Style;
  readonly signal: AbortSignal;
}

/** So many rows are handed over before the disk gets its turn. */
const PORTION = 20_000;
/** A user with a call or two, from arrival to score, takes some 2.7 KB; half as much again is for those who retry. */
const BYTES_PER_USER = 4_000;

export async function simulateRun(options: SimulationOptions): Promise<Report> {
  const policy = namedSubject(options.subject);
  refuseUnplayable(options.plan);
  if (options.users !== null) refuseUnscalable(options.plan);
  refuseTooMany(options);
  const plan = options.users === null ? options.plan : withUsers(options.plan, options.users);
  const { version, startedAt, folder, cwd, style, signal } = options;
  const path = resolve(cwd, folder);
  await createRunFolder(path, plan);
  const steps = recordSteps({ plan, policy, instances: 1, version, startedAt });
  const record = await recordedIn(path, steps, signal).finally(() => removeUnfinished(path));
  await refuseIfStopped(signal);
  const scorecard = await playedInTurns(scoreSteps(record), signal);
  const report: Report = { record, scorecard, folder };
  await writeReports(report, [], { cwd, style, out: () => undefined });
  return report;
}

export function namedSubject(name: string): Policy {
  const found = subjectById(name);
  if (found !== undefined) return found;
  const ids = subjects.map(({ id }) => id);
  const meant = nearest(name, ids);
  throw new BrownoutError({
    code: 'no-subject',
    ending: 'usage',
    message: `there is no modelled app "${name}"`,
    hints: [...(meant === null ? [] : [`did you mean "${meant}"?`]), `there are ${ids.join(', ')}`],
  });
}

/** For the help: every modelled app in a line. */
export function subjectLines(): readonly string[] {
  const width = Math.max(...subjects.map(({ id }) => id.length));
  return subjects.map(({ id, summary }) => `  ${id.padEnd(width)}  ${summary}`);
}

function refuseUnplayable(plan: Plan): void {
  const why = unplayableIn(plan);
  if (why === null) return;
  throw new BrownoutError({
    code: 'not-simulated',
    ending: 'usage',
    message: `${plan.scenario.name} can't be simulated: ${why}`,
    hints: [`play it against a real app:  brownout run ${plan.scenario.name}`],
  });
}

function refuseUnscalable({ arrivals, scenario }: Plan): void {
  if (arrivals.kind === 'open') return;
  throw new BrownoutError({
    code: 'not-scaled',
    ending: 'usage',
    message: `--inbounds scales a rate, and ${scenario.name} has users who wait for each answer`,
    hints: ['change `users` in the scenario instead'],
  });
}

/** Before the memory runs out, which nothing could tell of. */
function refuseTooMany({ plan: { arrivals }, users }: SimulationOptions): void {
  const most = Math.floor(getHeapStatistics().heap_size_limit / BYTES_PER_USER);
  const wanted = users ?? (arrivals.kind === 'open' ? arrivals.count : 0);
  if (wanted <= most) return;
  throw new BrownoutError({
    code: 'too-many-users',
    ending: 'usage',
    message: `${wanted} users need more memory than Node may take here: ${most} is the most`,
    hints: ['Fewer --inbounds, or more memory:  NODE_OPTIONS=--max-old-space-size=16000'],
  });
}

async function recordedIn(folder: string, steps: Steps<RunRecord>, signal: AbortSignal): Promise<RunRecord> {
  const record = await playedInTurns(steps, signal);
  await refuseIfStopped(signal);
  await writeRecord(folder, record, signal);
  return record;
}

async function writeRecord(folder: string, record: RunRecord, signal: AbortSignal): Promise<void> {
  const journal = await openJournal({ folder });
  for (const row of [...record.phases, ...record.windows, ...record.toxics]) journal.event(row);
  const turn = (): Promise<void> => journal.written().then(() => refuseIfStopped(signal));
  try {
    await inPortions(record.connections, (row) => journal.event(row), turn);
    await inPortions(record.responses, (row) => journal.response(row), turn);
    await inPortions(record.attempts, (row) => journal.attempt(row), turn);
  } finally {
    await journal.close();
  }
  await writeFacts(folder, record.facts);
}

async function inPortions<T>(rows: List<T>, put: (row: T) => void, turn: () => Promise<void>): Promise<void> {
  let index = 0;
  for (const row of rows) {
    put(row);
    index += 1;
    if (index % PORTION === 0) await turn();
  }
}
