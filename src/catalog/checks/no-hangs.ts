/**
 * Both official SDKs wait 10 minutes by default, and stop the clock once headers have come: a stream that
 * stalls is bounded by nothing (openclaw #120030).
 */
import { counted, partOf } from '../../kit/figures.js';
import type { Check } from './check.js';
import { countOf, worst } from './shown.js';
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
    const rows = evidence.view.known({ phase: 'outage' });
    const lies = countOf(rows, ['lie']);
    const hung = countOf(rows, ['hang']);
    // Who was deceived wasn't left hanging: what that costs here is for another finding to mend.
    const isOthers = lies > 0 && hung <= rows.length * (evidence.target('hangs')?.p10 ?? 0);
    const judgement = judgeTerm(evidence, {
      term: 'hangs',
      caps: ['hangs', 'hangs-often'],
      noun: isOthers ? 'left hanging' : 'left hanging, or worse',
      seen: () =>
        `${partOf(hung, rows.length)} requests never ended while their users waited.${lies === 0 ? '' : ` ${counted(lies, 'false success counts', 'false successes count')} here too, as worse.`}`,
      usersGot: () => 'Silence, until they gave up.',
      shows: () => worst(rows, (row) => (row.class === 'hang' ? row.ended - row.due : 0)),
    });
    return isOthers ? { ...judgement, verdict: 'pass', usersGot: '', evidence: [] } : judgement;
  },
};
