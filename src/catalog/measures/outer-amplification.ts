/** A loop of the app round a client that retries by itself: each of its tries is a whole call to the client. */
import { factorReading } from './derived/layer-factor.js';
import type { Measure } from './measure.js';

export const outerAmplification: Measure = {
  id: 'outer-amplification',
  title: 'tries by the outer layer',
  definition:
    'Tries that the outermost of two layers of retries makes of one call, the first included; 1 where fewer layers retry. Told as for retry-layers, over the same calls.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) =>
    factorReading(view, scope, {
      name: 'outer-amplification',
      over: ({ outer }) => outer,
      under: () => 1,
    }),
};
