/**
 * Saving a note needs no model, yet it fails when threads, sockets or an event loop are all waiting for
 * one: the bulkhead is missing (Nygard, "Release It!").
 */
import { partOf } from '../../kit/figures.js';
import { isFailure } from '../measures/bystander-failure-share.js';
import { judgeShare } from './cap-check.js';
import type { Check } from './check.js';
import { worst } from './shown.js';

export const independence: Check = {
  id: 'independence',
  title: 'What needs no model survives',
  trouble: 'Journeys that need no model failed with it',
  why: 'A provider’s outage must not take down what never asked it.',
  remedy:
    'Give calls to the model a pool of their own with a limit, and refuse what exceeds it, so that everything else keeps its threads and sockets.',
  severity: 'critical',
  terms: [],
  caps: ['bystanders', 'bystanders-often'],
  judge: (evidence) => {
    const { view } = evidence;
    const rows = view.bystanders({ phase: 'outage' }).where((row) => !view.isOpen(row));
    const failed = rows.where(isFailure);
    const journeys = [...new Set(failed.map(({ journey }) => journey))].join(', ');
    return judgeShare(evidence, {
      measure: 'bystander-failure-share',
      caps: ['bystanders', 'bystanders-often'],
      limit: 0.01,
      noun: 'of the users of a journey that needs no model',
      seen: () =>
        `${partOf(failed.length, rows.length)} requests that need no model failed${journeys === '' ? '' : `, in ${journeys}`}.`,
      usersGot: () => 'Errors where no provider was needed.',
      shows: () => worst(failed, (row) => row.ended - row.due + 1),
    });
  },
};
