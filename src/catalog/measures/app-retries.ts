/**
 * What the app adds on top of its SDK: a call that begins to count anew, though it goes on with one that
 * failed. Layers multiply: three tries on each of two make nine.
 */
import type { Measure } from './measure.js';
import { layerReading } from './sdk-retries.js';

export const appRetries: Measure = {
  id: 'app-retries',
  title: 'retries by the app itself',
  definition:
    'Attempts per call beyond the first that no SDK counts as its own retry; over the calls whose attempts all say which retry they are.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => layerReading(view, scope, { name: 'app-retries', by: 'byApp' }),
};
