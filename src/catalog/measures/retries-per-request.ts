/**
 * The part of the load that only retries made. Google's per-client rule keeps it below 0.1
 * (SRE book, chapter 21).
 */
import type { Scope } from '../../model/measurement.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { measured, ratio, secondsOf, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const retriesPerRequest: Measure = {
  id: 'retries-per-request',
  title: 'retries per request',
  definition: 'Attempts beyond the first of their call, per request that needs the model.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const rows = view.responses(scope);
    if (rows.length === 0) return unmeasured('no request was due in that phase');
    const seconds = secondsOf(view, scope);
    for (const { due } of rows) seconds.add(due, 0, 1);
    for (const { due, tries } of view.calls(scope)) seconds.add(due, tries - 1, 0);
    const value = retriesOf(view, scope) / rows.length;
    return measured(value, ratio(view, 'retries-per-request', seconds.bins), rows.length);
  }),
};

export function retriesOf(view: RecordView, scope: Partial<Scope>): number {
  return view.calls(scope).reduce((sum, { tries }) => sum + tries - 1, 0);
}
