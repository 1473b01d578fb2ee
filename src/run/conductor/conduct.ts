/**
 * Plan → record, on real sockets: mocks, subject, proof that its traffic comes to us, then the phases.
 * Whatever was started is ended on every way out, last started first.
 */
import { drawJourney, drawSchedule } from '../../catalog/arrivals/draw.js';
import type { AttemptRow } from '../../model/event.js';
import type { Plan } from '../../model/plan.js';
import { BrownoutError } from '../../model/problem.js';
import type { RoutedUpstream, RunFacts, RunRecord } from '../../model/record.js';
import type { Mocks, Subject } from '../contract.js';
import { measureFloor } from '../load/floor.js';
import { startMocks } from '../mock/mocks.js';
import { createRunFolder, readRunFolder, writeFacts } from '../record/folder.js';
import { openJournal } from '../record/journal.js';
import { openInbounds } from '../record/open-inbounds.js';
import { subjectEnvironment } from '../subject/environment.js';
import { attachSubject, startSubject } from '../subject/start.js';
import { sweep } from '../subject/sweep.js';
import { runClock } from './clock.js';
import { factsOf } from './facts.js';
import { pulseOf } from './health.js';
import { playPlan } from './play.js';
import { PREFLIGHT, proveRouting, routingOf } from './preflight.js';
import type { Conducted, Stage } from './stage.js';

export async function conduct(wanted: Conducted): Promise<RunRecord> {
  await sweep();
  await createRunFolder(wanted.folder, wanted.plan);
  const clock = runClock();
  const stage: Stage = {
    ...wanted,
    clock,
    journal: await openJournal({ folder: wanted.folder }),
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
  const floor = stage.floor === 'measure' ? await measuredFloor(stage) : stage.floor;
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
  return startSubject({ spec, env, signal, iOwnThisTarget: stage.iOwnThisTarget });
}

async function measuredFloor(stage: Stage): Promise<RunFacts['floor']> {
  stage.observe({ kind: 'stage', stage: 'floor', said: 'measuring our own share of a latency' });
  return measureFloor();
}

/** What was asked before the run began belongs to no user of it. */
function noteAttempt(stage: Stage, row: AttemptRow): void {
  if (row.started < 0) return;
  const isOfRun = row.inbound === null || row.inbound < PREFLIGHT;
  stage.journal.attempt(isOfRun ? row : { ...row, inbound: null });
  stage.pulse.attempt(row);
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
