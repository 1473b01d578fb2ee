/** What each of two layers makes of one try of what is above it. Their product is the amplification. */
import type { Scope } from '../../../model/measurement.js';
import type { Reading } from '../measure.js';
import { measured, ratio, secondsOf, unmeasured } from '../reading.js';
import { worstShape } from '../retry-layers.js';
import type { RecordView } from '../view.js';

/** How a call's attempts are shared out among its layers. */
export interface Shared {
  readonly tries: number;
  /** Of them, tries of the outermost layer. */
  readonly outer: number;
}

export interface Factor {
  readonly name: string;
  readonly over: (shared: Shared) => number;
  readonly under: (shared: Shared) => number;
}

export function factorReading(view: RecordView, scope: Scope, { name, over, under }: Factor): Reading {
  const shape = worstShape(view, scope);
  if (shape.kind === 'unknown') return unmeasured(shape.because);
  const seconds = secondsOf(view, scope);
  let [all, of] = [0, 0];
  for (const call of shape.calls) {
    const each = { tries: call.tries, outer: shape.outerOf(call) };
    all += over(each);
    of += under(each);
    seconds.add(call.due, over(each), under(each));
  }
  return measured(
    all / of,
    ratio(view, `${name} ${String(scope.upstream)}`, seconds.bins),
    shape.calls.length,
  );
}
