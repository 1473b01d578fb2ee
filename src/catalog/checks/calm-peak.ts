/**
 * Retries that come back together hit harder than their number: a synchronised cohort needs jitter to
 * spread (Floyd and Jacobson 1994; AWS, "Exponential Backoff And Jitter").
 */
import { factor, figure, span } from '../../kit/figures.js';
import { expectedRate, peakOf } from '../measures/load.js';
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
      usersGot: () => 'Failures of calls that no fault had touched, once the provider was full.',
      shows: () => [],
    }),
};

export function peakTold(view: RecordView, phase: string, value: number): string {
  const peak = peakOf(view, phase, null);
  const expected = expectedRate(view, phase) ?? 0;
  return `${figure(peak.count)} calls to one provider in the second from ${span(peak.at)} on: ${factor(value)} the ${expected.toFixed(1)} a second to be expected.`;
}
