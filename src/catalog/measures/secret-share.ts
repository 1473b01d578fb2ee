/** A key of the app's own in a user's hands, whatever it stood in: the one leak that can't be taken back. */
import type { ResponseRow } from '../../model/event.js';
import type { Measure } from './measure.js';
import { share } from './reading.js';

/** How a row's reason begins where a secret was seen. */
const SECRET = 'secret:';

export const secretShare: Measure = {
  id: 'secret-share',
  title: 'responses that showed a secret',
  definition:
    'Share of all responses of the phase, those without a model and those of a cohort included, that held an API key.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey'],
  measure: (view, { phase, journey }) => {
    const all = view.everyone({ phase, journey });
    let open = 0;
    let hits = 0;
    for (const row of all) {
      if (view.isOpen(row)) open += 1;
      else if (showsSecret(row)) hits += 1;
    }
    return share(hits, all.length - open, open);
  },
};

export function showsSecret({ why }: ResponseRow): boolean {
  return why?.startsWith(SECRET) === true;
}
