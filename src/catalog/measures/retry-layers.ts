/**
 * Layers multiply: four tries on each of three make 64 (SRE book, chapter 22), and a retry policy that each of
 * them finds modest is a storm. Most teams know of one of theirs.
 */
import type { Scope } from '../../model/measurement.js';
import { shapeOf, type Shape, type Told } from './derived/layer-shape.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const retryLayers: Measure = {
  id: 'retry-layers',
  title: 'layers that retry',
  definition:
    'How many layers retried one after the other, at the upstream with the most: told by the SDK’s retry counts (certain); else by bodies that change after every so many tries (nearly certain); else by waits that begin anew and repeat (likely). From 20 calls on that gave up after the same number of tries; otherwise not known.',
  unit: 'count',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => {
    const shape = worstShape(view, scope);
    if (shape.kind === 'unknown') return unmeasured(shape.because);
    return measured(shape.layers, null, shape.calls.length);
  },
};

/** Of the upstream with the most layers. What isn't known of one hides less than two layers of another. */
export function worstShape(view: RecordView, scope: Scope): Shape {
  if (scope.upstream !== null) return shapeOf(view, scope);
  const called = view.record.plan.upstreams
    .map(({ name }) => ({ name, ...scope, upstream: name }))
    .filter((each) => view.calls(each).length > 0)
    .map((each) => ({ name: each.name, shape: shapeOf(view, each) }));
  const told = called.flatMap(({ shape }) => (shape.kind === 'told' ? [shape] : []));
  const worst = told.reduce<Told | null>((a, b) => (a === null || isWorse(b, a) ? b : a), null);
  if (worst !== null && worst.layers > 1) return worst;
  const unknown = called.find(({ shape }) => shape.kind === 'unknown');
  return unknown?.shape ?? worst ?? { kind: 'unknown', because: 'the app called no upstream in that phase' };
}

function isWorse(one: Told, other: Told): boolean {
  if (one.layers !== other.layers) return one.layers > other.layers;
  return attemptsPerCall(one) > attemptsPerCall(other);
}

function attemptsPerCall({ calls }: Told): number {
  return calls.reduce((sum, { tries }) => sum + tries, 0) / calls.length;
}
