/** Progress where nothing can be drawn over: one line for each change, and a heartbeat. */
import { windowWords } from '../../../catalog/reporters/window-words.js';
import { pad } from '../../../catalog/reporters/layout.js';
import { plain } from '../../../catalog/reporters/words.js';
import { counted, figure, percent } from '../../../kit/figures.js';
import type { AnyWindow, PlannedPhase } from '../../../model/plan.js';
import type { Load } from '../../../model/scenario.js';
import type { Millis } from '../../../model/units.js';
import type { Sighting } from '../../../run/conductor/observe.js';
import { planHash } from '../../../scenario/plan-hash.js';
import { shareInTime, sumOf, type LiveState } from './seen.js';

const HEARTBEAT = 15_000;

/** Lines for one sighting; `before` is what was seen until then. */
export function logLines(before: LiveState, sighting: Sighting): readonly string[] {
  switch (sighting.kind) {
    case 'stage':
      return [line(sighting.stage === 'end' ? before.at : null, sighting.stage, plain(sighting.said))];
    case 'routed':
      return sighting.routing.map(({ upstream, state, calls }) =>
        line(null, 'routing', routedWords(upstream, state, calls)),
      );
    case 'phase':
      return [line(sighting.at, sighting.phase.name, phaseWords(before, sighting.phase))];
    case 'window':
      return windowLines(before, sighting.window, sighting.isOpen, sighting.at);
    case 'second':
      return heartbeat(before, sighting.at, sighting);
    case 'subject-died':
      return [line(sighting.at, 'notice', `the app died: ${plain(sighting.how)}`)];
  }
}

/** A second provider that the first question left alone is no mistake. */
function routedWords(upstream: string, state: 'proven' | 'unproven', calls: number): string {
  return state === 'proven'
    ? `the app calls ${upstream}, ${counted(calls, 'call', 'calls')} seen`
    : `${upstream} was not called yet`;
}

export function line(at: Millis | null, word: string, rest: string): string {
  return `${pad(at === null ? '' : timeOf(at), 5)}${pad(word, 10)} ${rest}`.trimEnd();
}

function timeOf(at: Millis): string {
  const value = Math.max(0, at) / 1000;
  return value < 99.95 ? value.toFixed(1).padStart(4, '0') : Math.round(value).toString();
}

function phaseWords({ plan }: LiveState, phase: PlannedPhase): string {
  const words: string[] = [];
  if (phase === plan.phases[0] || phase.name === plan.phases[0]?.name) {
    const hash = planHash(plan);
    words.push(loadWords(phase.load), `seed ${plan.seed}`, `plan ${hash.slice(0, 4)}…${hash.slice(-4)}`);
  }
  const windows = [...plan.windows, ...plan.network];
  const opening = windows.filter((window) => isWithPhase(window, phase));
  if (opening.length > 0) words.push(`open: ${opening.map(windowWords).join(', ')}`);
  if (words.length === 0 && windows.every(({ closes }) => closes <= phase.opens))
    words.push('all faults closed');
  return words.join(', ');
}

function loadWords(load: Load): string {
  if (load.kind === 'closed') return `${figure(load.users)} users`;
  return load.rate.kind === 'per-second' ? `${Number(load.rate.value.toFixed(1))}/s` : '';
}

/** Those that open with their phase are said in its line, and close with it without a word. */
function windowLines({ plan }: LiveState, window: AnyWindow, isOpen: boolean, at: Millis): readonly string[] {
  const phase = plan.phases.find(({ name }) => name === window.phase);
  if (phase === undefined) return [];
  if (isOpen && !isWithPhase(window, phase)) {
    const until = window.closes < phase.closes ? `, until ${timeOf(window.closes)}` : '';
    return [line(at, 'open', `${windowWords(window)}${until}`)];
  }
  return !isOpen && window.closes < phase.closes ? [line(at, 'closed', windowWords(window))] : [];
}

function isWithPhase(window: AnyWindow, phase: PlannedPhase): boolean {
  return window.phase === phase.name && window.opens === phase.opens;
}

function heartbeat(
  before: LiveState,
  at: Millis,
  sighting: Extract<Sighting, { kind: 'second' }>,
): readonly string[] {
  const beat = Math.floor(at / HEARTBEAT);
  if (beat === Math.floor(before.at / HEARTBEAT)) return [];
  const since = before.seconds.filter((second) => second.at >= (beat - 1) * HEARTBEAT);
  const sum = sumOf([...since, { at, seen: sighting.second }]);
  const inTime = shareInTime(sum);
  const users = inTime === null ? 'no request ended' : `in time ${percent(inTime)}`;
  const { open } = sighting.second;
  const waiting = open === 0 ? '' : `, ${figure(open)} waiting`;
  return [line(at, '..', `${pad(users, 16)}${figure(sum.calls / sum.seconds)} calls/s${waiting}`)];
}
