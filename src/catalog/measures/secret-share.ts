/** A key of the app's own in a user's hands, whatever it stood in: the one leak that can't be taken back. */
import type { Measure } from './measure.js';
import { share } from './reading.js';

/** How a row's reason begins where a secret was seen. */
const SECRET = 'secret:';

export const secretShare: Measure = {
  id: 'secret-share',
  title: 'responses that showed a secret',
  definition: 'Share of all responses of the phase, those without a model included, that held an API key.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  measure: (view, { phase, journey }) => {
    const rows = view.responses({ phase, journey });
    const all = journey === null ? [...rows, ...view.bystanders({ phase })] : rows;
    const known = all.filter((row) => !view.isOpen(row));
    const hits = known.filter(({ why }) => why?.startsWith(SECRET)).length;
    return share(hits, known.length, all.length - known.length);
  },
};
