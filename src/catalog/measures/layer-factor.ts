/** What each of two layers makes of one try of what is above it. Their product is the amplification. */
import type { Scope } from '../../model/measurement.js';
import type { SharedCall } from './layer-shape.js';
import type { Reading } from './measure.js';
import { measured, ratio, secondsOf, unmeasured } from './reading.js';
import { worstShape } from './retry-layers.js';
import type { RecordView } from './view.js';

export interface Factor {
  readonly name: string;
  readonly over: (shared: SharedCall) => number;
  readonly under: (shared: SharedCall) => number;
}

export function factorReading(view: RecordView, scope: Scope, { name, over, under }: Factor): Reading {
  const shape = worstShape(view, scope);
  if (shape.kind === 'unknown') return unmeasured(shape.because);
  const seconds = secondsOf(view, scope);
  let [all, of] = [0, 0];
  for (const each of shape.calls) {
    const { first, inbound } = each.call;
    all += over(each);
    of += under(each);
    seconds.add(view.response(inbound)?.due ?? first.started, over(each), under(each));
  }
  return measured(
    all / of,
    ratio(view, `${name} ${String(scope.upstream)}`, seconds.bins),
    shape.calls.length,
  );
}
