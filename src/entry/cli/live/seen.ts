/** What was seen of a run so far: sightings in, the state that both kinds of progress are drawn from out. */
import type { AnyWindow, Plan, PlannedPhase } from '../../../model/plan.js';
import type { Millis } from '../../../model/units.js';
import type { SecondSeen, Sighting } from '../../../run/conductor/observe.js';

export interface LiveState {
  readonly plan: Plan;
  readonly length: Millis;
  /** What goes on before and after the phases, in words. */
  readonly stage: string;
  readonly at: Millis;
  readonly phase: PlannedPhase | null;
  readonly open: readonly AnyWindow[];
  readonly seconds: readonly { readonly at: Millis; readonly seen: SecondSeen }[];
  readonly died: string | null;
}

export function nothingSeen(plan: Plan): LiveState {
  const length = plan.phases.at(-1)?.closes ?? 0;
  return { plan, length, stage: '', at: 0, phase: null, open: [], seconds: [], died: null };
}

export function seen(state: LiveState, sighting: Sighting): LiveState {
  switch (sighting.kind) {
    case 'stage':
      return { ...state, stage: sighting.said };
    case 'routed':
      return state;
    case 'phase':
      return { ...state, at: sighting.at, phase: sighting.phase };
    case 'window': {
      const others = state.open.filter(({ id }) => id !== sighting.window.id);
      return { ...state, at: sighting.at, open: sighting.isOpen ? [...others, sighting.window] : others };
    }
    case 'second': {
      const second = { at: sighting.at, seen: sighting.second };
      return { ...state, at: sighting.at, seconds: [...state.seconds, second] };
    }
    case 'subject-died':
      return { ...state, at: sighting.at, died: sighting.how };
  }
}

export interface Sum {
  readonly seconds: number;
  readonly ended: number;
  readonly inTime: number;
  readonly calls: number;
}

export function sumOf(seconds: LiveState['seconds']): Sum {
  const sum = (of: (seen: SecondSeen) => number): number =>
    seconds.reduce((whole, second) => whole + of(second.seen), 0);
  return {
    seconds: seconds.length,
    ended: sum((one) => one.ended),
    inTime: sum((one) => one.inTime),
    calls: sum((one) => one.calls),
  };
}

/** Null where nobody's request ended: a gap, never a zero. */
export function shareInTime({ ended, inTime }: Sum): number | null {
  return ended === 0 ? null : inTime / ended;
}

/** Share in time of the baseline so far; null before it has one. */
export function baselineShare({ plan, seconds }: LiveState): number | null {
  const baselines = plan.phases.filter(({ role }) => role === 'baseline');
  const within = seconds.filter(({ at }) =>
    baselines.some(({ opens, closes }) => opens < at && at <= closes + 500),
  );
  return shareInTime(sumOf(within));
}
