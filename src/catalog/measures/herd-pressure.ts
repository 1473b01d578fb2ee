/**
 * Retries in step hurt by their number: a bunched but rare retry is harmless, so what is scored is the
 * synchronisation times the retries that a member made.
 */
import { ENOUGH, inStep, NO_COHORT, worstOf } from './herd-synchronisation.js';
import { herdsOf, type Herd } from './derived/herd.js';
import type { Measure, Reading } from './measure.js';
import { measured, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const herdPressure: Measure = {
  id: 'herd-pressure',
  title: 'pressure of retries in step',
  definition:
    'Herd synchronisation times the retries per user of the cohort that called, in the worst cohort; zero where nobody of a cohort of at least 30 tried again.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  needs: ['cohort'],
  measure: (view, scope) => {
    const herds = herdsOf(view, scope);
    return herds.length === 0 ? unmeasured(NO_COHORT) : worstOf(herds.map((herd) => pressureOf(view, herd)));
  },
};

function pressureOf(view: RecordView, herd: Herd): Reading {
  const members = herd.calls.length;
  if (members < ENOUGH) return unmeasured(`only ${members} users of the cohort called the provider`);
  // Of few retries few pairs can collide, so they need no bound of their own here.
  const found = inStep(view, herd, 1);
  if (found === null) return measured(0, { low: 0, high: 0 }, members);
  const { low, high } = found.interval;
  const ends = { low: low * herd.retries, high: high * herd.retries };
  return measured(found.value * herd.retries, ends, members);
}
