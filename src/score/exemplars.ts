/** Requests that show a finding, with the attempts that they caused, small enough for every report. */
import type { RecordView } from '../catalog/measures/view.js';
import type { Exemplar } from '../model/finding.js';

/** A storm of one request may have thousands of attempts; a picture holds a few dozen. */
const MOST_ATTEMPTS = 30;

export function exemplarsOf(view: RecordView, inbounds: readonly number[]): readonly Exemplar[] {
  return inbounds.slice(0, 3).flatMap((inbound) => {
    const row = view.response(inbound);
    if (row === undefined) return [];
    const attempts = view.attemptsOf(inbound).slice(0, MOST_ATTEMPTS);
    return [
      {
        inbound,
        journey: row.journey,
        phase: row.phase,
        due: row.due,
        ended: row.ended,
        status: row.status,
        class: row.class,
        why: row.why,
        deadline: view.journey(row.journey)?.deadline ?? 0,
        attempts: attempts.map(({ upstream, started, ended, outcome, status, retryAfter }) => ({
          upstream,
          started,
          ended,
          outcome,
          status,
          retryAfter,
        })),
      },
    ];
  });
}
