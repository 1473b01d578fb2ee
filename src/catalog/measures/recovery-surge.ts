/**
 * The second wave: Google Cloud on 12 June 2025 was prolonged by tasks that all came back at once,
 * without random back-off (incident report).
 */
import type { Measure } from './measure.js';
import { peakReading } from './peak-load.js';

export const recoverySurge: Measure = {
  id: 'recovery-surge',
  title: 'surge on recovery',
  definition:
    'Attempts in the fullest second after the outage at one upstream, divided by the attempts a second that the baseline leads to expect for as many users, or by two thirds of the baseline’s own fullest second where chance made that more.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'recovery',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'upstream'],
  needs: ['recovery'],
  measure: peakReading,
};
