/**
 * Google Cloud, 12 June 2025: tasks that came back at once, without random back-off, overloaded the
 * datastore that they all needed (incident report).
 */
import { partOf } from '../../kit/figures.js';
import { howMany } from '../../kit/list.js';
import { isFailed } from '../measures/derived/outcome.js';
import type { RecordView } from '../measures/view.js';
import type { Check } from './check.js';
import { peakTold } from './calm-peak.js';
import { judgeTerm } from './term-check.js';

export const calmRecovery: Check = {
  id: 'calm-recovery',
  title: 'No second wave on recovery',
  trouble: 'A second wave met the provider on recovery',
  why: 'A provider that has just come back falls again under everything that was held back.',
  remedy: 'Let traffic back over several seconds, and drain queues at a bounded rate.',
  severity: 'medium',
  terms: ['surge'],
  caps: [],
  judge: (evidence) =>
    judgeTerm(evidence, {
      term: 'surge',
      caps: [],
      noun: 'times the normal load in one second',
      seen: ({ value }) => peakTold(evidence.view, 'recovery', value),
      usersGot: () => gotOf(evidence.view),
      shows: () => [],
    }),
};

/** Whether it did harm: a provider without limits bears what another refuses. */
function gotOf(view: RecordView): string {
  const after = view.attempts({ phase: 'recovery' });
  const failed = howMany(after, (attempt) => attempt.endedBy === 'mock' && isFailed(attempt));
  return failed === 0
    ? 'Nothing of it here: no call failed after the outage. A fuller provider refuses by the second.'
    : `${partOf(failed, after.length)} calls after the outage failed.`;
}
