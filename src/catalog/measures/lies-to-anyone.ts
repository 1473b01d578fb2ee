/**
 * What proves that an app can deceive: a false success counts wherever it was told, to a cohort's user too, and
 * in a baseline that the outage reached. How many users it met is what \`lie-share\` says.
 */
import { howMany } from '../../kit/list.js';
import type { Measure } from './measure.js';
import { share } from './reading.js';

export const liesToAnyone: Measure = {
  id: 'lies-to-anyone',
  title: 'false successes, whoever asked',
  definition:
    'Share of all requests of the phase that need the model, those of a cohort included, which were a false success.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'all',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey'],
  measure: (view, { phase, journey }) => {
    const asked = view
      .everyone({ phase, journey })
      .where((row) => view.journey(row.journey)?.needsModel === true && !view.isOpen(row));
    const lies = howMany(asked, (row) => row.class === 'lie');
    return share(lies, asked.length);
  },
};
