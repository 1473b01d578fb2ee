/**
 * Both official SDKs wait 10 minutes by default, and stop the clock once headers have come: a stream that
 * stalls is bounded by nothing (openclaw #120030).
 */
import { partOf } from '../../kit/figures.js';
import type { Check } from './check.js';
import { countOf, knownRows, worst } from './shown.js';
import { judgeTerm } from './term-check.js';

export const noHangs: Check = {
  id: 'no-hangs',
  title: 'Nobody is left hanging',
  trouble: 'Users were left hanging',
  why: 'Silence is the one failure that users can’t tell from work, and it fills your own pools.',
  remedy:
    'Give every attempt a timeout, every request a total deadline, and every stream an idle timeout between two pieces.',
  severity: 'critical',
  terms: ['hangs'],
  caps: ['hangs', 'hangs-often'],
  judge: (evidence) => {
    const rows = knownRows(evidence.view, { phase: 'outage' });
    const lies = countOf(rows, ['lie']);
    return judgeTerm(evidence, {
      term: 'hangs',
      caps: ['hangs', 'hangs-often'],
      noun: 'left hanging, or worse',
      seen: () =>
        `${partOf(countOf(rows, ['hang']), rows.length)} requests never ended while their users waited.${lies === 0 ? '' : ` The ${lies} false successes count here too, as worse.`}`,
      usersGot: () => 'Silence, until they gave up.',
      shows: () => worst(rows, (row) => (row.class === 'hang' ? row.ended - row.due : 0)),
    });
  },
};
