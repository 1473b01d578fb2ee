/** Pass, fail, inconclusive or invalid, and why: never a guess. */
import { WORDLESS } from '../catalog/answers/classify.js';
import { writtenIn } from '../catalog/measures/derived/effects.js';
import type { RecordView } from '../catalog/measures/view.js';
import { limit, percent, span } from '../kit/figures.js';
import type { AnyWindow, FaultWindow, ToxicWindow } from '../model/plan.js';
import type { RunFacts, RunRecord, ToxicFacts, WindowFacts } from '../model/record.js';
import type { GateResult, RunVerdict } from '../model/scorecard.js';
import type { Grade } from './grade.js';
import type { Gauge } from './measure.js';

export interface Verdict {
  readonly verdict: RunVerdict;
  readonly because: string;
  /** False where the run can bear no grade, whatever was measured. */
  readonly isGraded: boolean;
}

/** Full answers that a healthy app gives at least. */
const OBJECTIVE = 0.99;

export function verdictOf(gauge: Gauge, grade: Grade, gates: readonly GateResult[]): Verdict {
  const invalid = baselineTrouble(gauge);
  if (invalid !== null) return { verdict: 'invalid', because: invalid, isGraded: false };
  const open = openQuestion(gauge, grade);
  if (open !== null) return { verdict: 'inconclusive', because: open, isGraded: false };
  return { ...gatesVerdict(gates), isGraded: true };
}

/** Why there is no baseline to compare with; null where it held. */
function baselineTrouble(gauge: Gauge): string | null {
  const { view } = gauge;
  if (view.phases('baseline').length === 0)
    return 'the run has no baseline phase, so nothing can be compared';
  const full = gauge.take('full-share', { phase: 'baseline' });
  if (full.state === 'unmeasured') return `the baseline could not be measured: ${full.because}`;
  const best = full.interval?.high ?? full.value;
  if (best < OBJECTIVE) {
    return `the app was not healthy before the outage: only ${percent(full.value)} of its users got a full answer, and ${limit(OBJECTIVE)} are needed${orThePlace(view)}${orTheMachine(view.record.facts)}`;
  }
  return slowJourney(gauge);
}

/** An answer that was looked for at the wrong place makes a healthy app look ill. */
function orThePlace(view: RecordView): string {
  const ill = view.known({ phase: 'baseline' }).where((row) => row.class !== 'full');
  const wordless = ill.where(({ why }) => why?.startsWith(WORDLESS) === true);
  const [first] = wordless;
  if (first === undefined || 2 * wordless.length < ill.length) return '';
  return `; ${percent(wordless.length / ill.length)} of the others got an answer with no word of the model at the place that the journey ${first.journey} names, so does it lie elsewhere? brownout learn "curl …" finds it`;
}

/** What held us up may have held up the app, whose own timeouts then look like its illness. */
function orTheMachine({ checks }: RunFacts): string {
  const held = checks.find(({ ok, voids }) => !ok && voids === 'time');
  return held === undefined ? '' : `; or this machine was too busy for both of us: ${held.said}`;
}

function slowJourney(gauge: Gauge): string | null {
  for (const { name, needsModel, deadline } of gauge.view.record.plan.journeys) {
    if (!needsModel) continue;
    const p95 = gauge.take('latency', { phase: 'baseline', journey: name }, 0.95);
    if (p95.state === 'unmeasured') continue;
    const least = p95.interval?.low ?? p95.value;
    if (least > deadline) {
      return `the app was too slow before the outage: one user of ${name} in twenty waited ${span(p95.value)} or longer, and the deadline is ${span(deadline)}`;
    }
  }
  return null;
}

function openQuestion(gauge: Gauge, grade: Grade): string | null {
  const { facts } = gauge.view.record;
  if (facts.ending.kind === 'interrupted') return `the run was interrupted by ${facts.ending.signal}`;
  if (facts.ending.kind === 'aborted') return `the run was stopped: ${facts.ending.because}`;
  const own = facts.checks.find(({ ok, voids }) => !ok && voids === 'run');
  if (own !== undefined) return `our own accounts don't add up: ${own.said}`;
  const unproven = unprovenIn(gauge.view.record);
  if (unproven !== undefined)
    return 'fault' in unproven
      ? whyUnfired(unproven, factsOf(unproven, facts.windows))
      : whyUntouched(unproven, facts.network);
  const unread = unreadIn(gauge);
  if (unread !== null) return unread;
  const waiting = waitingIn(gauge);
  if (waiting !== null) return waiting;
  if (grade.state === 'graded') return null;
  const [first] = grade.missing;
  const reason = first && gauge.take(first.measure, { phase: first.phase });
  const why = reason?.state === 'unmeasured' ? `: ${reason.because}` : '';
  return `${first?.title.toLowerCase() ?? 'the outage'} could not be measured${why}`;
}

/** Of writes that a journey promised to show, so many may be missing before nobody knows what became of them. */
const UNREAD_ALLOWED = 0.05;

function unreadIn({ view }: Gauge): string | null {
  const written = writtenIn(view, { phase: 'outage', journey: null });
  const unread = written.filter(({ count }) => count === null).length;
  if (unread <= UNREAD_ALLOWED * written.length) return null;
  return `${unread} of ${written.length} writes could not be read back, so nobody knows whether they were lost or doubled`;
}

/** Of the users of the outage, so many may be open at the end; what becomes of more would decide the grade. */
const OPEN_ALLOWED = 0.05;

function waitingIn({ view }: Gauge): string | null {
  const users = view.responses({ phase: 'outage' }).length;
  const open = users - view.known({ phase: 'outage' }).length;
  if (open <= OPEN_ALLOWED * users) return null;
  const bears = Math.max(...view.record.plan.journeys.map((one) => (one.needsModel ? one.deadline : 0)));
  return `${percent(open / users)} of the users in the outage still waited when the run ended, and who is left hanging shows only after four deadlines (${span(4 * bears)}); play longer phases, or give the journey the deadline that its users would bear`;
}

/** A window, and what came of it. */
interface Tried {
  readonly window: AnyWindow;
  /** Calls that it hit, or connections that carried it; null where nobody can tell. */
  readonly touched: number | null;
  /** It was met, and its share may have left out whoever came. */
  readonly mayHaveSpared: boolean;
}

/** The first window that never touched anything, where that leaves the outage open. */
function unprovenIn({ plan, facts }: Pick<RunRecord, 'plan' | 'facts'>): AnyWindow | undefined {
  const faults = plan.windows.map((window): Tried => {
    const { matched, fired } = factsOf(window, facts.windows);
    const isShared = Math.min(window.share.from, window.share.to) < 1;
    return { window, touched: fired, mayHaveSpared: matched > 0 && isShared };
  });
  // Where the proxy can't tell, as behind a Toxiproxy of somebody else, it is not held against the run.
  const toxics = plan.network.map((window): Tried => {
    const met = facts.network.find((one) => one.window === window.id);
    const isShared = window.toxicity < 1 || window.connections !== null;
    return { window, touched: met?.carried ?? null, mayHaveSpared: (met?.connections ?? 0) > 0 && isShared };
  });
  const all = [...faults, ...toxics];
  return all.find((one) => isUnproven(one, all))?.window;
}

/**
 * It touched nothing, and that leaves the outage open. In a mix of faults on one upstream, chance may
 * spare the few calls of an app that soon keeps away: then another of the mix has made the outage.
 */
function isUnproven({ window, touched, mayHaveSpared }: Tried, all: readonly Tried[]): boolean {
  if (window.optional || touched !== 0) return false;
  const isOfMix = ({ window: other }: Tried): boolean =>
    other.on === window.on && other.opens < window.closes && window.opens < other.closes;
  return !(mayHaveSpared && all.some((other) => isOfMix(other) && (other.touched ?? 0) > 0));
}

function factsOf(window: FaultWindow, all: readonly WindowFacts[]): WindowFacts {
  const nothing = { window: window.id, calls: 0, matched: 0, fired: 0, otherModels: [] };
  return all.find((facts) => facts.window === window.id) ?? nothing;
}

/** A fault that never fired proves nothing: say whether nobody called, nothing matched, or chance spared all. */
export function whyUnfired(window: FaultWindow, met: WindowFacts): string {
  const said = `the fault ${window.fault} on ${window.on} never fired`;
  if (met.calls === 0) return `${said}, because ${window.on} was never called while it was open`;
  const calls = met.calls === 1 ? '1 call' : `${met.calls} calls`;
  if (met.matched === 0 && met.otherModels.length > 0) {
    return `${said}, because it waits for the model ${window.match.model ?? 'it names'}, and the app asked for ${met.otherModels.join(', ')}`;
  }
  if (met.matched === 0) return `${said}, because none of the ${calls} matched it`;
  return `${said}, though it matched ${met.matched} of ${calls}: its share spared them all`;
}

function whyUntouched(window: ToxicWindow, met: readonly ToxicFacts[]): string {
  const { toxic, on, toxicity, connections: first } = window;
  const said = `the toxic ${toxic} on ${on} touched nothing`;
  const stood = met.find((facts) => facts.window === window.id)?.connections ?? 0;
  const remedy = `let a journey use ${on} in that time, or say optional: true`;
  if (toxic === 'down')
    return `${said}, because it cut nobody, and hardly anybody connected to ${on} just before; ${remedy}`;
  if (stood === 0) return `${said}, because there was no connection to ${on} while it was open; ${remedy}`;
  const connections = stood === 1 ? 'the 1 connection' : `all ${stood} connections`;
  if (first !== null)
    return `${said}: it waits for the first ${first} new connections, and none was made, or nothing went through; let new ones be made (recycle: true), or say optional: true`;
  if (toxicity < 1)
    return `${said}: its share spared ${connections}, or nothing went through; raise the share, or say optional: true`;
  return `${said}: ${stood === 1 ? '1 connection' : `${stood} connections`} stood while it was open, and nothing went through; ${remedy}`;
}

function gatesVerdict(gates: readonly GateResult[]): Omit<Verdict, 'isGraded'> {
  const failed = gates.filter(({ verdict }) => verdict === 'fail');
  const [first] = failed;
  if (first !== undefined) {
    const others = failed.length === 1 ? '' : `; ${failed.length - 1} more failed`;
    return { verdict: 'fail', because: `${first.text} failed: ${first.because}${others}` };
  }
  const unsure = gates.find(({ verdict }) => verdict === 'inconclusive');
  if (unsure !== undefined) {
    return { verdict: 'inconclusive', because: `${unsure.text} can't be decided: ${unsure.because}` };
  }
  return {
    verdict: 'pass',
    because: gates.length === 1 ? `${gates[0]?.text ?? ''} held` : `all ${gates.length} gates held`,
  };
}
