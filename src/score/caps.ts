/** Ceilings: what must never happen holds the score down, however good the rest is. */
import { counted, figure, limit as exact, percent, rate } from '../kit/figures.js';
import { unreachable } from '../kit/invariant.js';
import type { CapResult } from '../model/scorecard.js';
import type { Cap, CapRule } from './rubric.js';
import { keyOf, type Point, type Vector } from './vector.js';

/** What a cap must know beside the numbers. */
export interface Circumstances {
  readonly hasRecovery: boolean;
  readonly limits: Limits;
}

/** Of the providers: none at all, some that are defaults of ours, or only such as somebody declared. */
export type Limits = 'none' | 'assumed' | 'declared';

export interface CapState {
  readonly cap: Cap;
  readonly state: 'reached' | 'clear' | 'unmeasured';
  /** False where no number of this run could reach it. */
  readonly applies: boolean;
  readonly because: string;
}

export function capStates(
  caps: readonly Cap[],
  vector: Vector,
  circumstances: Circumstances,
): readonly CapState[] {
  return caps.map((cap) => {
    if (cap.rule.kind === 'no-recovery') {
      return circumstances.hasRecovery
        ? { cap, state: 'clear', applies: true, because: 'the recovery was watched' }
        : {
            cap,
            state: 'reached',
            applies: true,
            because: 'the run has no recovery phase, so nobody knows how the app comes back',
          };
    }
    const point = vector.get(keyOf(cap.rule.measure, cap.rule.phase));
    if (point === undefined) return { cap, state: 'unmeasured', applies: false, because: 'not measured' };
    if (
      cap.rule.kind !== 'hits' &&
      'declaredOnly' in cap.rule &&
      cap.rule.declaredOnly &&
      circumstances.limits !== 'declared'
    ) {
      return {
        cap,
        state: 'clear',
        applies: false,
        because: `${told(cap.rule, point)}; ${UNDECLARED[circumstances.limits]}, so this ceiling is left to the milder one`,
      };
    }
    const state = isReached(cap.rule, point) ? 'reached' : 'clear';
    return { cap, state, applies: true, because: told(cap.rule, point) };
  });
}

const UNDECLARED = {
  none: 'nothing limited the provider, so its own load kept nobody down',
  assumed: 'nobody declared that the provider is limited',
} as const;

function isReached(rule: Exclude<CapRule, { kind: 'no-recovery' }>, point: Point): boolean {
  switch (rule.kind) {
    case 'above':
      return point.low > rule.limit;
    case 'at-least':
      return point.low >= rule.limit;
    case 'below':
      return point.high < rule.limit;
    case 'hits':
      return hitsOf(point) >= rule.limit;
    default:
      return unreachable(rule);
  }
}

export function hitsOf(point: Point): number {
  return Math.round(point.value * point.samples);
}

function told(rule: Exclude<CapRule, { kind: 'no-recovery' }>, point: Point): string {
  if (rule.kind === 'hits')
    return `seen ${counted(hitsOf(point), 'time', 'times')} in ${counted(point.samples, 'request', 'requests')}`;
  const isShare = point.unit === 'ratio';
  const say = (value: number): string => (isShare ? percent(value) : rate(value, rule.limit));
  const end = (value: number): string => (isShare ? exact(value, rule.limit) : rate(value, rule.limit));
  const allowed = isShare ? exact(rule.limit) : figure(rule.limit);
  if (rule.kind === 'below')
    return `${say(point.value)} (95 % at most ${end(point.high)}), at least ${allowed} needed`;
  return `${say(point.value)} (95 % at least ${end(point.low)}), at most ${allowed} allowed`;
}

/** The lowest that is reached binds, if it lies below what the points alone would give. */
export function capResults(states: readonly CapState[], base: number | null): readonly CapResult[] {
  const reached = states.filter(({ state }) => state === 'reached').map(({ cap }) => cap.cap);
  const lowest = Math.min(...reached, 100);
  return states.map(({ cap, state, because }) => ({
    id: cap.id,
    title: cap.title,
    cap: cap.cap,
    state: state === 'reached' && base !== null && cap.cap === lowest && cap.cap < base ? 'binding' : state,
    because,
  }));
}
