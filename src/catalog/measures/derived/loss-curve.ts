/** The resilience curve: mean utility second by second, from the beginning of the outage to the end of the run. */
import type { Scope } from '../../../model/measurement.js';
import { recoveryOf } from './stretch.js';
import { worthOf } from '../utility.js';
import type { RecordView } from '../view.js';

export interface LossCurve {
  /** Pooled by traffic, like the seconds that are compared with it. */
  readonly before: number;
  readonly seconds: readonly CurveSecond[];
  readonly samples: number;
}

export interface CurveSecond {
  readonly sum: number;
  readonly count: number;
}

/** Text: why there is none. */
export function lossCurve(view: RecordView, { journey }: Pick<Scope, 'journey'>): LossCurve | string {
  return view.keep(`loss-curve ${String(journey)}`, () => curveOf(view, journey));
}

function curveOf(view: RecordView, journey: string | null): LossCurve | string {
  const opens = view.phases('outage')[0]?.opens;
  const closes = recoveryOf(view)?.closes ?? view.phases('outage').at(-1)?.closes;
  if (opens === undefined || closes === undefined) return 'the run had no outage';
  const usual = sumOf(view, view.responses({ phase: 'baseline', journey }));
  if (usual.count === 0) return 'there was no request at baseline to compare with';
  const before = usual.sum / usual.count;
  if (before <= 0) return 'the baseline gave users nothing';
  const seconds = Array.from({ length: Math.ceil((closes - opens) / 1000) }, () => ({ sum: 0, count: 0 }));
  let samples = 0;
  for (const row of view.responses({ journey })) {
    const second = row.due >= closes ? undefined : seconds[Math.floor((row.due - opens) / 1000)];
    if (second === undefined || view.isOpen(row)) continue;
    second.sum += worthOf(view, row);
    second.count += 1;
    samples += 1;
  }
  return samples === 0 ? 'no request was due in the outage or after it' : { before, seconds, samples };
}

function sumOf(view: RecordView, rows: ReturnType<RecordView['responses']>): CurveSecond {
  const known = rows.where((row) => !view.isOpen(row));
  return { sum: known.reduce((sum, row) => sum + worthOf(view, row), 0), count: known.length };
}

/** The lowest mean over two seconds that follow one another; null where no two had a request each. */
export function lowest({ seconds }: LossCurve): number | null {
  let least: number | null = null;
  for (let index = 1; index < seconds.length; index += 1) {
    const [a, b] = [seconds[index - 1], seconds[index]];
    if (a === undefined || b === undefined || a.count === 0 || b.count === 0) continue;
    const mean = (a.sum + b.sum) / (a.count + b.count);
    if (least === null || mean < least) least = mean;
  }
  return least;
}
