/**
 * The app went down with its dependency: an unhandled rejection, a full heap, a liveness probe that asks
 * the provider (OpenAI's O7 was held down by its own health checks).
 */
import { figure, partOf, span } from '../../kit/figures.js';
import { judgeShare } from './cap-check.js';
import type { Check } from './check.js';
import { countOf, worst } from './shown.js';

export const uptime: Check = {
  id: 'uptime',
  title: 'The app stays up',
  trouble: 'The app cut its users off, or refused them',
  why: 'A connection that breaks tells users nothing, and a process that dies takes everybody with it.',
  remedy:
    'Catch every failure of a call where it is made, limit what may be in flight, and keep the provider out of liveness probes.',
  severity: 'critical',
  terms: [],
  caps: ['resets', 'resets-often'],
  judge: (evidence) => {
    const { view } = evidence;
    const rows = view.known({ phase: 'outage' });
    const refused = rows.filter(({ end }) => end === 'refused').length;
    const { died } = view.record.facts.subject;
    const death = died === null ? '' : ` The app died at ${span(died.at)}.`;
    const judgement = judgeShare(evidence, {
      measure: 'reset-share',
      caps: [],
      limit: 0.01,
      noun: 'of the connections cut off or refused',
      seen: () =>
        `${partOf(countOf(rows, ['reset']), rows.length)} connections were cut off or refused${refused === 0 ? '' : `, ${figure(refused)} of them because nobody listened`}.${death}`,
      usersGot: () => 'A broken connection.',
      shows: () => worst(rows, (row) => (row.class === 'reset' ? 1 : 0)),
    });
    const isProven = judgement.verdict === 'warn' && evidence.isReached('resets');
    return isProven || died !== null ? { ...judgement, verdict: 'fail' } : judgement;
  },
};
