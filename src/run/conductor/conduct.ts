/**
 * Plan → record, on real sockets: mocks, subject, proof that its traffic comes to us, then the phases.
 * Whatever was started is ended on every way out, last started first.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptRow, ConnectionRow } from '../../model/event.js';
import type { Plan } from '../../model/plan.js';
import { BrownoutError } from '../../model/problem.js';
import type { RoutedUpstream, RunFacts, RunRecord } from '../../model/record.js';
import type { Mocks, Subject } from '../contract.js';
import { createRunFolder, readRunFolder, removeUnplayed, UNFINISHED, writeFacts } from '../record/folder.js';
import { undoAll } from '../undo.js';
import { beginContention } from './watch/contention.js';
import { openDoors } from './doors.js';
import { factsOf } from './facts.js';
import { startBehind } from './healthy/healthy.js';
import { playPlan, type Cast, type Played } from './play.js';
import { proveBooks } from './books/prove-books.js';
import { readBooks } from './books/read-back.js';
import { sweepAll } from './sweep.js';
import { PREFLIGHT, proveRouting, refuseIfStopped, routingOf } from './preflight/preflight.js';
import { ownTarget } from './preflight/own-target.js';
import { stageOf, type Conducted, type Stage } from './stage.js';

export async function conduct(asked: Conducted): Promise<RunRecord> {
  const wanted = { ...asked, subject: await ownTarget(asked.subject, asked.iOwnThisTarget) };
  await sweepAll();
  await createRunFolder(wanted.folder, wanted.plan);
  const stage = await stageOf(wanted);
  try {
    const { facts, refusal } = await perform(stage);
    // What is still open ends here, and has its row before anything is counted.
    await undoAll(stage.undo);
    await writeFacts(wanted.folder, facts());
    if (refusal !== null) throw refusal;
  } finally {
    await undoAll(stage.undo);
    await removeUnplayed(wanted.folder);
  }
  return readRunFolder(wanted.folder);
}

interface Performed {
  readonly facts: () => RunFacts;
  /** Why nothing of it may be graded, or null. */
  readonly refusal: BrownoutError | null;
}

async function perform(stage: Stage): Promise<Performed> {
  const { plan, inbounds, journal, signal } = stage;
  const cast = await bringUp(stage);
  const { mocks, fronts, subject } = cast;
  const routing = await proven(stage, cast);
  stage.observe({ kind: 'routed', routing });
  refuseIfStopped(signal);
  const floor = stage.floor === 'measure' ? await measuredFloor(stage) : stage.floor;
  refuseIfStopped(signal);
  const asked = inbounds.total();
  const contention = beginContention();
  const tell = ({ ending, died }: Played, busy: number | null): RunFacts =>
    factsOf({
      ...stage,
      subjectName: stage.subjectName ?? subject.name,
      url: subject.url,
      floor,
      ending,
      died,
      counts: { ...journal.counts(), scheduled: inbounds.total() - asked },
      duplicates: journal.duplicates(),
      busy,
      self: stage.pulse.rows,
      dispersion: stage.pulse.dispersion.read(),
      calls: { begun: callsOf(plan, mocks), ended: stage.endedCalls },
      windows: mocks.windows(),
      network: fronts?.facts() ?? [],
      trapped: mocks.trapped(),
      routing: settled(routing, routingOf(plan, mocks)),
      lastWords: died === null ? [] : subject.lastWords(),
    });
  stage.startedAt = new Date().toISOString();
  // Whoever kills us leaves this one, and the rows up to a second before.
  const early = {
    ...tell({ ending: { kind: 'interrupted', signal: UNFINISHED }, died: null }, null),
    checks: [],
  };
  await writeFacts(stage.folder, early);
  const played = await playPlan(stage, cast, early);
  const busy = contention.busy();
  const books = await readBooks(stage, subject);
  const facts = (): RunFacts => {
    const told = tell(played, busy);
    return { ...told, checks: [...told.checks, ...books] };
  };
  return { facts, refusal: deadBaseline(plan, played.died, subject) };
}

async function bringUp(stage: Stage): Promise<Cast> {
  const { plan, signal, iOwnThisTarget, subject: spec, observe, undo } = stage;
  observe({ kind: 'stage', stage: 'mocks', said: 'starting the mock providers' });
  const doors = await openDoors(
    {
      ...stage,
      limits: 'as-planned',
      onAttempt: (row) => noteAttempt(stage, row),
      onConnection: (row) => noteConnection(stage, row),
    },
    undo,
  );
  observe({ kind: 'stage', stage: 'subject', said: 'waiting until the app is ready' });
  const subject = await startBehind(doors, { plan, spec, signal, iOwnThisTarget });
  undo.push(() => subject.stop());
  return { ...doors, subject };
}

/** A death takes a moment to be told, and explains more than an answer that never came. */
const TOLD_WITHIN = 500;

async function proven(stage: Stage, { mocks, addresses, subject }: Cast): Promise<readonly RoutedUpstream[]> {
  const { plan, inbounds, signal, observe } = stage;
  observe({ kind: 'stage', stage: 'preflight', said: 'asking the app a question' });
  try {
    const flight = { plan, mocks, addresses, subject, inbounds, start: stage.subject.start, signal };
    const routing = await proveRouting(flight);
    await proveBooks(flight);
    return routing;
  } catch (error) {
    refuseIfStopped(signal);
    const how = await Promise.race([subject.died, sleep(TOLD_WITHIN, null)]);
    throw how === null ? error : diedEarly(`when it was asked its first question: ${how}`, subject);
  }
}

async function measuredFloor(stage: Stage): Promise<RunFacts['floor']> {
  stage.observe({ kind: 'stage', stage: 'floor', said: 'measuring our own share of a latency' });
  const { measureFloor } = await import('../load/floor.js');
  return measureFloor();
}

/** What was asked before the run began belongs to no user of it. */
function noteAttempt(stage: Stage, row: AttemptRow): void {
  stage.endedCalls += 1;
  if (row.started < 0) return;
  const isOfRun = row.inbound === null || row.inbound < PREFLIGHT;
  stage.journal.attempt(isOfRun ? row : { ...row, inbound: null });
  stage.pulse.attempt(row);
  for (const watch of stage.watchers) watch(row);
}

/** Those that were over before the run began belong to no user of it; one that stood by then began with it. */
function noteConnection({ journal }: Stage, row: ConnectionRow): void {
  if (row.ended >= 0) journal.event({ ...row, opened: Math.max(0, row.opened) });
}

function callsOf(plan: Plan, mocks: Mocks): number {
  return plan.upstreams.reduce((sum, { name }) => sum + mocks.calls(name), 0);
}

function deadBaseline(plan: Plan, died: Played['died'], subject: Subject): BrownoutError | null {
  const isBaseline = plan.phases.some(({ name, role }) => name === died?.phase && role === 'baseline');
  return died !== null && isBaseline
    ? diedEarly(`in the baseline, before any fault: ${died.how}`, subject)
    : null;
}

function diedEarly(when: string, subject: Subject): BrownoutError {
  const words = subject.lastWords().map((line) => `  | ${line}`);
  return new BrownoutError({
    code: 'subject-died',
    ending: 'not-testable',
    message: [`the app died ${when}`, ...(words.length > 0 ? ['', ...words] : [])].join('\n'),
    hints: ['Start it by hand and ask it a question.', 'Nothing was injected and nothing was graded.'],
  });
}

function settled(
  before: readonly RoutedUpstream[],
  after: readonly RoutedUpstream[],
): readonly RoutedUpstream[] {
  return before.map((one) => ({
    ...one,
    calls: after.find(({ upstream }) => upstream === one.upstream)?.calls ?? one.calls,
  }));
}
