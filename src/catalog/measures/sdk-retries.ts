/**
 * The official SDKs retry twice unless told otherwise, below whatever the app does, and few teams know that
 * they do. They count it in `x-stainless-retry-count`.
 */
import { layersOf, retriesIn, type Retries } from './derived/layers.js';
import type { Measure, Reading } from './measure.js';
import { measured, ratio, secondsOf, unmeasured } from './reading.js';
import type { Scope } from '../../model/measurement.js';
import type { RecordView } from './view.js';

export const sdkRetries: Measure = {
  id: 'sdk-retries',
  title: 'retries by the SDK',
  definition:
    'Attempts per call that the provider’s SDK made by itself, as it says in its retry-count header; over the calls whose attempts all carry it.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => layerReading(view, scope, { name: 'sdk-retries', by: 'bySdk' }),
};

export interface Layer {
  readonly name: string;
  readonly by: keyof Retries;
}

export function layerReading(view: RecordView, scope: Scope, layer: Layer): Reading {
  const { calls, attempts } = layersOf(view, scope);
  if (attempts === 0) return unmeasured('the app called no upstream in that phase');
  if (calls.length === 0) return unmeasured('no call said which retry it was, so layers can’t be told apart');
  const seconds = secondsOf(view, scope);
  let retries = 0;
  for (const call of calls) {
    const own = retriesIn(call)?.[layer.by] ?? 0;
    retries += own;
    seconds.add(call.due, own, 1);
  }
  return measured(retries / calls.length, ratio(view, layer.name, seconds.bins), calls.length);
}
