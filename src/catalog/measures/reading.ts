/** How measures say what they found. */
import { blockBootstrap, type Fraction } from '../../kit/blocks.js';
import { randomOf } from '../../kit/random.js';
import { wilson, type Ends } from '../../kit/statistics.js';
import type { Scope } from '../../model/measurement.js';
import type { Millis } from '../../model/units.js';
import type { Reading } from './measure.js';
import { strataOf } from './derived/strata.js';
import type { RecordView } from './view.js';

export function unmeasured(because: string): Reading {
  return { state: 'unmeasured', because };
}

export function measured(value: number, interval: Ends | null, samples: number): Reading {
  return { state: 'measured', value, interval, samples, censored: false };
}

/**
 * A share among those whose outcome is known. The interval reaches to where every one that was still
 * open is taken for a hit, and to where none is.
 */
export function share(hits: number, known: number, open = 0): Reading {
  const whole = known + open;
  if (whole === 0) return unmeasured('no request was due in that phase');
  if (known === 0) return unmeasured('every request was still open when we stopped looking');
  const interval = { low: wilson(hits, whole).low, high: wilson(hits + open, whole).high };
  return measured(hits / known, interval, known);
}

/** A ratio of sums over the requests of a phase, with the interval of its blocks in time. */
export function ratio(view: RecordView, name: string, bins: readonly Fraction[]): Ends | null {
  return blockBootstrap(bins, randomOf(view.record.plan.seed).at('interval', name));
}

export interface Seconds {
  add(at: Millis, over: number, under: number): void;
  readonly bins: readonly Fraction[];
}

/** One bin for each second of the phases that the scope names, in order. */
export function secondsOf(view: RecordView, scope: Pick<Scope, 'phase'>): Seconds {
  const phases = view.phases(scope.phase);
  const starts = phases.flatMap(({ opens, closes }) =>
    Array.from(
      { length: Math.max(1, Math.ceil((closes - opens) / 1000)) },
      (_, second) => opens + 1000 * second,
    ),
  );
  const strata = view.keep(`strata ${String(scope.phase)}`, () => strataOf(view.record.plan, starts));
  const bins = starts.map((_, place) => ({ over: 0, under: 0, stratum: strata[place] ?? 0 }));
  const stretches = phases.map(({ opens, closes }) => ({ opens, closes, first: starts.indexOf(opens) }));
  return {
    bins,
    add: (at, over, under) => {
      for (const { opens, closes, first } of stretches) {
        if (at < opens || at >= closes) continue;
        const bin = bins[first + Math.floor((at - opens) / 1000)];
        if (bin === undefined) return;
        bin.over += over;
        bin.under += under;
        return;
      }
    },
  };
}
