/** The phases themselves: load drives, the timeline is told, and whoever may stop the run is heard. */
import { setTimeout as sleep } from 'node:timers/promises';
import { invariant } from '../../kit/invariant.js';
import type { Plan, PlannedPhase, ToxicWindow } from '../../model/plan.js';
import type { RunEnding, RunFacts } from '../../model/record.js';
import type { Fronts, LoadRun, Subject } from '../contract.js';
import { prepareLoad } from '../load/start.js';
import type { OpenJournal } from '../record/journal.js';
import { abortWatch, type AbortWatch } from './watch/abort.js';
import type { Doors } from './doors.js';
import type { Stage } from './stage.js';
import { followTimeline, type Edge } from './timeline.js';

export interface Played {
  readonly ending: RunEnding;
  readonly died: RunFacts['subject']['died'];
}

/** What the run has been given to play with. */
export interface Cast extends Doors {
  readonly subject: Subject;
}

/** `early`: the facts as they are before the first phase. */
export async function playPlan(stage: Stage, cast: Cast, early: RunFacts): Promise<Played> {
  const { mocks, subject } = cast;
  const { plan, clock, journal, inbounds } = stage;
  const start = await prepareLoad(plan);
  const course = courseOf(stage, early);
  stage.watchers.add((row) => course.watch.attempt(row));
  clock.begin();
  stage.startedAt = new Date().toISOString();
  watchSubject(stage, course, subject);
  const load = start({
    plan,
    target: subject.url,
    clock,
    inbounds,
    findMinted: mocks.findMinted,
    signal: course.stop.signal,
    onResponse: (row) => {
      journal.response(row);
      stage.pulse.response(row);
      course.watch.response(row);
      stage.writes.note(row);
    },
  });
  await follow(stage, course, load, cast);
  refuseBrokenJournal(journal);
  return { ending: course.ending, died: course.died };
}

/** How the run goes on, or why it stops. */
interface Course {
  ending: RunEnding;
  died: Played['died'];
  readonly stop: AbortController;
  readonly watch: AbortWatch;
  halt(because: RunEnding): void;
}

function courseOf({ plan }: Stage, early: RunFacts): Course {
  const course: Course = {
    ending: { kind: 'completed' },
    died: null,
    stop: new AbortController(),
    watch: abortWatch(plan, early),
    halt: (because) => {
      if (course.ending.kind === 'completed') course.ending = because;
      course.stop.abort();
    },
  };
  return course;
}

/** Until every inbound has its row: phases are told, our own health is taken, and whoever may stop it is heard. */
async function follow(stage: Stage, course: Course, load: LoadRun, { mocks, fronts }: Cast): Promise<void> {
  const { plan, clock, journal, pulse, observe } = stage;
  const interrupted = (): void => course.halt({ kind: 'interrupted', signal: String(stage.signal.reason) });
  const broken = (): void => course.halt({ kind: 'aborted', because: 'events could no longer be written' });
  stage.signal.addEventListener('abort', interrupted, { once: true });
  journal.broken.addEventListener('abort', broken, { once: true });
  if (stage.signal.aborted) interrupted();
  void fronts?.lost?.then(({ message }) => course.halt({ kind: 'aborted', because: message }));
  const turn = fronts === null ? null : networkTurner(stage, course, fronts);
  const unfollow = followTimeline(plan, clock, (edge) => {
    tellEdge(stage, edge);
    if (edge.window !== null && 'toxic' in edge.window) turn?.(edge.window, edge.kind === 'opens');
  });
  pulse.start(load, mocks, (self, second) => {
    journal.event(self);
    observe({ kind: 'second', at: self.at, second });
    const because = course.watch.check(self.at) ?? tooManyCalls(stage);
    if (because !== null) course.halt({ kind: 'aborted', because });
  });
  try {
    await load.done;
    await untilOver(stage, course);
  } finally {
    unfollow();
    pulse.stop();
    stage.signal.removeEventListener('abort', interrupted);
    journal.broken.removeEventListener('abort', broken);
    course.stop.abort();
  }
}

/** Users may be done before the last phase is; what the app does in its rest belongs to the run all the same. */
async function untilOver({ plan, clock }: Stage, { stop }: Course): Promise<void> {
  const left = (plan.phases.at(-1)?.closes ?? 0) - clock.now();
  if (left > 0) await sleep(left + 1, undefined, { signal: stop.signal }).catch(() => undefined);
}

/** Each change is a call to a server; one that fails leaves an outage that nobody planned, so it stops the run. */
function networkTurner({ clock, journal }: Stage, course: Course, fronts: Fronts) {
  return (window: ToxicWindow, isOpen: boolean): void => {
    void (isOpen ? fronts.open(window) : fronts.close(window)).then(
      () => {
        const is = isOpen ? 'added' : 'removed';
        journal.event({ kind: 'toxic', at: clock.now(), window: window.id, is });
      },
      (cause: unknown) => {
        if (course.stop.signal.aborted) return;
        course.halt({ kind: 'aborted', because: cause instanceof Error ? cause.message : String(cause) });
      },
    );
  };
}

function tooManyCalls({ plan, journal }: Stage): string | null {
  const { attempts } = journal.counts();
  if (attempts <= plan.limits.attempts) return null;
  return `the app made more than ${plan.limits.attempts} upstream calls, the limit of a run`;
}

/** In the outage it went down with its dependency, which is a finding; before, there is nothing to grade. */
function watchSubject({ plan, clock, observe }: Stage, course: Course, subject: Subject): void {
  void subject.died.then((how) => {
    const at = clock.now();
    const phase = phaseAt(plan, at);
    if (course.stop.signal.aborted || at > (plan.phases.at(-1)?.closes ?? 0)) return;
    course.died = { at, phase: phase.name, how };
    observe({ kind: 'subject-died', at, how });
    if (phase.role === 'baseline') course.halt({ kind: 'aborted', because: `the app died: ${how}` });
  });
}

function refuseBrokenJournal({ broken }: OpenJournal): void {
  if (broken.aborted) throw broken.reason;
}

function tellEdge(stage: Stage, edge: Edge): void {
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

function phaseAt(plan: Plan, at: number): PlannedPhase {
  const phase = plan.phases.findLast(({ opens }) => opens <= at) ?? plan.phases[0];
  invariant(phase !== undefined, 'a plan has at least one phase');
  return phase;
}
