/**
 * Retries that come back together hit harder than their number: a synchronised cohort needs jitter to
 * spread (Floyd and Jacobson 1994; AWS, "Exponential Backoff And Jitter").
 */
import { counted, factor, span } from '../../kit/figures.js';
import { howMany } from '../../kit/list.js';
import { expectedRate, peakOf } from '../measures/derived/load.js';
import { isFailed } from '../measures/derived/outcome.js';
import type { RecordView } from '../measures/view.js';
import type { Check } from './check.js';
import { judgeTerm } from './term-check.js';

export const calmPeak: Check = {
  id: 'calm-peak',
  title: 'The provider is not hammered',
  trouble: 'The provider took the full force of the retries',
  why: 'A burst fails calls that no fault would have touched, and trips limits that punish all your users.',
  remedy: 'Spread retries with full jitter, budget them, and open a breaker while most calls fail.',
  severity: 'medium',
  terms: ['peak'],
  caps: [],
  judge: (evidence) =>
    judgeTerm(evidence, {
      term: 'peak',
      caps: [],
      noun: 'times the normal load in one second',
      seen: ({ value }) => peakTold(evidence.view, 'outage', value),
      usersGot: () => gotOf(evidence.view),
      shows: () => [],
    }),
};

/** Whether it did harm: a provider without limits bears what another refuses. */
function gotOf(view: RecordView): string {
  const refused = howMany(
    view.attempts({ phase: 'outage' }),
    (attempt) => attempt.faults.length === 0 && attempt.endedBy === 'mock' && isFailed(attempt),
  );
  return refused === 0
    ? 'Nothing of it here: no call failed that no fault had touched. A fuller provider refuses by the second.'
    : `${counted(refused, 'call', 'calls')} failed that no fault had touched.`;
}

export function peakTold(view: RecordView, phase: string, value: number): string {
  const peak = peakOf(view, phase, null);
  if (peak.count === 0) return 'No provider was called.';
  const expected = expectedRate(view, phase) ?? 0;
  return `${counted(peak.count, 'call', 'calls')} to one provider in the second from ${span(peak.at)} on: ${factor(value)} the ${expected.toFixed(1)} a second to be expected.`;
}
