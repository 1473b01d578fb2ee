/**
 * Plan → record, on real sockets: mocks, subject, proof that its traffic comes to us, then the phases.
 * Whatever was started is ended on every way out, last started first.
 */
import { drawJourney, drawSchedule } from '../../catalog/arrivals/draw.js';
import type { AttemptRow, ResponseRow } from '../../model/event.js';
import type { Plan } from '../../model/plan.js';
import { BrownoutError } from '../../model/problem.js';
import type { RunEnding, RunFacts, RunRecord, RoutedUpstream } from '../../model/record.js';
import type { SubjectSpec } from '../../model/scenario.js';
import type { Journal, Mocks, Subject } from '../contract.js';
import { measureFloor } from '../load/floor.js';
import { startLoad } from '../load/start.js';
import { startMocks } from '../mock/start.js';
import { createRunFolder, readRunFolder, writeFacts } from '../record/folder.js';
import { openJournal } from '../record/journal.js';
import { openInbounds, type InboundBook } from '../record/open-inbounds.js';
import { subjectEnvironment } from '../subject/environment.js';
import { attachSubject, startSubject } from '../subject/start.js';
import { sweep } from '../subject/sweep.js';
import { abortWatch } from './abort.js';
import { runClock, type RunClock } from './clock.js';
import { factsOf } from './facts.js';
import { pulseOf, type Pulse } from './health.js';
import type { Observer } from './observe.js';
import { PREFLIGHT, proveRouting, routingOf } from './preflight.js';
import { followTimeline } from './timeline.js';

export interface Conducted {
  readonly plan: Plan;
  readonly subject: SubjectSpec;
  readonly subjectName: string | null;
  /** The run's own folder. */
  readonly folder: string;
  readonly version: string;
  readonly signal: AbortSignal;
  /** Allows a target that is not on this machine. */
  readonly iOwnThisTarget: boolean;
  /** Measured once for several runs in a row; null measures it. */
  readonly floor: RunFacts['floor'];
  readonly observe: Observer;
}

/** What the stations of a run hand on to one another. */
interface Stage extends Conducted {
  readonly clock: RunClock;
  readonly journal: Journal;
  readonly inbounds: InboundBook;
  readonly pulse: Pulse;
  readonly startedAt: string;
  /** Ends what was started, last started first. */
  readonly undo: (() => Promise<void>)[];
}

export async function conduct(wanted: Conducted): Promise<RunRecord> {
  await sweep();
  await createRunFolder(wanted.folder, wanted.plan);
  const clock = runClock();
  const stage: Stage = {
    ...wanted,
    clock,
    journal: await openJournal({ folder: wanted.folder, plan: wanted.plan, clock }),
    inbounds: openInbounds({ journeyOf: journeyNamer(wanted.plan), remember: longestPatience(wanted.plan) }),
    pulse: pulseOf(wanted.plan, clock),
    startedAt: new Date().toISOString(),
    undo: [],
  };
  stage.undo.push(() => stage.journal.close());
  try {
    const facts = await perform(stage);
    await undoAll(stage);
    await writeFacts(wanted.folder, facts(stage.journal.counts()));
  } finally {
    await undoAll(stage);
  }
  return readRunFolder(wanted.folder);
}

async function perform(stage: Stage): Promise<(counts: RunFacts['counts']) => RunFacts> {
  stage.observe({ kind: 'stage', stage: 'mocks', said: 'starting the mock providers' });
  const mocks = await startMocks({
    plan: stage.plan,
    clock: stage.clock,
    inbounds: stage.inbounds,
    bind: '127.0.0.1',
    advertise: null,
    limits: 'as-planned',
    onAttempt: (row) => noteAttempt(stage, row),
  });
  stage.undo.push(() => mocks.close());
  stage.observe({ kind: 'stage', stage: 'subject', said: 'waiting until the app is ready' });
  const subject = await bringUp(stage, mocks);
  stage.undo.push(() => subject.stop());
  stage.observe({ kind: 'stage', stage: 'preflight', said: 'asking the app a question' });
  const { plan, inbounds, signal } = stage;
  const routing = await proveRouting({ plan, mocks, subject, inbounds, start: stage.subject.start, signal });
  stage.observe({ kind: 'routed', routing });
  refuseIfStopped(signal);
  const floor = stage.floor ?? (await measuredFloor(stage));
  refuseIfStopped(signal);
  const { ending, died } = await playPlan(stage, mocks, subject);
  return (counts) =>
    factsOf({
      ...stage,
      subjectName: stage.subjectName ?? subject.name,
      url: subject.url,
      floor,
      ending,
      died,
      counts,
      windows: mocks.windows(),
      trapped: mocks.trapped(),
      routing: settled(routing, routingOf(plan, mocks)),
      self: stage.pulse.rows,
      lastWords: died === null ? [] : subject.lastWords(),
    });
}

async function bringUp(stage: Stage, mocks: Mocks): Promise<Subject> {
  const { subject: spec, plan, signal } = stage;
  if (spec.start === null) return attachSubject({ spec, signal, iOwnThisTarget: stage.iOwnThisTarget });
  const env = subjectEnvironment({ plan, addresses: mocks.addresses, traps: mocks.traps });
  return startSubject({ spec, env, signal });
}

async function measuredFloor(stage: Stage): Promise<RunFacts['floor']> {
  stage.observe({ kind: 'stage', stage: 'floor', said: 'measuring our own share of a latency' });
  return measureFloor();
}

interface Played {
  readonly ending: RunEnding;
  readonly died: RunFacts['subject']['died'];
}

async function playPlan(stage: Stage, mocks: Mocks, subject: Subject): Promise<Played> {
  const { plan, clock, journal, inbounds, pulse, observe } = stage;
  const stop = new AbortController();
  const watch = abortWatch(plan.abort, plan.phases);
  let ending: RunEnding = { kind: 'completed' };
  let died: Played['died'] = null;
  const halt = (because: RunEnding): void => {
    if (ending.kind === 'completed') ending = because;
    stop.abort();
  };
  const interrupted = (): void => halt({ kind: 'interrupted', signal: String(stage.signal.reason) });
  stage.signal.addEventListener('abort', interrupted, { once: true });
  clock.begin();
  void subject.died.then((how) => {
    const at = clock.now();
    const phase = phaseAt(plan, at);
    if (stop.signal.aborted || at > (plan.phases.at(-1)?.closes ?? 0)) return;
    died = { at, phase: phase.name, how };
    observe({ kind: 'subject-died', at, how });
    // In the outage it went down with its dependency, which is a finding; before, there is nothing to grade.
    if (phase.role === 'baseline') halt({ kind: 'aborted', because: `the app died in the baseline: ${how}` });
  });
  const load = startLoad({
    plan,
    target: subject.url,
    clock,
    inbounds,
    findMinted: mocks.findMinted,
    signal: stop.signal,
    onResponse: (row: ResponseRow) => {
      journal.response(row);
      pulse.response(row);
      watch.saw(row);
    },
  });
  const unfollow = followTimeline(plan, clock, (edge) => tellEdge(stage, edge));
  pulse.start(load, mocks, (self, second) => {
    journal.event(self);
    observe({ kind: 'second', at: self.at, second });
    const because = watch.check(self.at);
    if (because !== null) halt({ kind: 'aborted', because });
  });
  try {
    await load.done;
  } finally {
    unfollow();
    pulse.stop();
    stage.signal.removeEventListener('abort', interrupted);
    stop.abort();
  }
  refuseDeadBaseline(plan, died, subject);
  return { ending, died };
}

function tellEdge(stage: Stage, edge: Parameters<Parameters<typeof followTimeline>[2]>[0]): void {
  const { journal, observe } = stage;
  if (edge.phase !== null) {
    journal.event({ kind: 'phase', at: edge.at, phase: edge.phase.name });
    observe({ kind: 'phase', at: edge.at, phase: edge.phase });
  }
  if (edge.window !== null) {
    const isOpen = edge.kind === 'opens';
    journal.event({
      kind: 'window',
      at: edge.at,
      window: edge.window.id,
      is: isOpen ? 'opened' : 'closed',
      by: 'plan',
    });
    observe({ kind: 'window', at: edge.at, window: edge.window, isOpen });
  }
}

/** What was asked before the run began belongs to no user of it. */
function noteAttempt(stage: Stage, row: AttemptRow): void {
  if (row.started < 0) return;
  const isOfRun = row.inbound === null || row.inbound < PREFLIGHT;
  stage.journal.attempt(isOfRun ? row : { ...row, inbound: null });
  stage.pulse.attempt(row);
}

function refuseDeadBaseline(plan: Plan, died: Played['died'], subject: Subject): void {
  if (died === null || plan.phases.find(({ name }) => name === died.phase)?.role !== 'baseline') return;
  throw new BrownoutError({
    code: 'subject-died',
    ending: 'not-testable',
    message: `the app died in the baseline, before any fault: ${died.how}\n\n${subject.lastWords().join('\n')}`,
    hints: ['start it by hand and ask it a question; nothing was graded'],
  });
}

function refuseIfStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new BrownoutError({
    code: 'interrupted',
    ending: 'interrupted',
    message: 'stopped before the first phase: nothing was played',
  });
}

async function undoAll(stage: Stage): Promise<void> {
  for (let undo = stage.undo.pop(); undo !== undefined; undo = stage.undo.pop()) await undo();
}

function phaseAt(plan: Plan, at: number): Plan['phases'][number] {
  const phase = plan.phases.findLast(({ opens }) => opens <= at) ?? plan.phases[0];
  if (phase === undefined)
    throw new BrownoutError({ code: 'no-phase', ending: 'usage', message: 'the plan has no phase' });
  return phase;
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

function journeyNamer(plan: Plan): (inbound: number) => string {
  const schedule = plan.arrivals.kind === 'open' ? drawSchedule(plan) : null;
  return (inbound) => {
    const index =
      schedule === null || inbound >= schedule.count
        ? drawJourney(plan, inbound)
        : schedule.journeyOf(inbound);
    return plan.journeys[index]?.name ?? '';
  };
}

function longestPatience(plan: Plan): number {
  return Math.max(...plan.journeys.map(({ patience }) => patience));
}
