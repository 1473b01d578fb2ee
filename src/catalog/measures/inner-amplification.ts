/** The client next to the provider, whose retries are multiplied by those of whatever stands around it. */
import { factorReading } from './derived/layer-factor.js';
import type { Measure } from './measure.js';

export const innerAmplification: Measure = {
  id: 'inner-amplification',
  title: 'attempts by the inner layer',
  definition:
    'Attempts that the layer next to the provider makes of one try of the layer around it, or of one call where it is the only one that retries. Told as for retry-layers, over the same calls.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) =>
    factorReading(view, scope, {
      name: 'inner-amplification',
      over: ({ tries }) => tries,
      under: ({ outer }) => outer,
    }),
};
