/**
 * A common moment of failure makes a herd of users who never knew of one another: the AWS guide on
 * exponential backoff and jitter shows the waves. What is scored is their synchronisation times their number.
 */
import { counted, percent, rate, span } from '../../kit/figures.js';
import { herdsOf } from '../measures/derived/herd.js';
import { WITHIN } from '../measures/derived/synchrony.js';
import type { Check } from './check.js';
import { judgeTerm } from './term-check.js';

export const spreadRetries: Check = {
  id: 'spread-retries',
  title: 'Retries are spread out',
  trouble: 'Everybody came back at the same moment',
  why: 'A provider that has just failed under load meets the same load again, in one moment, as often as you retry.',
  remedy:
    'Draw every wait at random between nothing and its length (full jitter), and add a random part to what Retry-After asks for.',
  severity: 'medium',
  terms: ['herd'],
  caps: [],
  judge: (evidence) => {
    const herds = herdsOf(evidence.view, { phase: 'outage' });
    const inStep = evidence.measured('herd-synchronisation');
    const members = herds.reduce((sum, { calls }) => sum + calls.length, 0);
    return judgeTerm(evidence, {
      term: 'herd',
      caps: [],
      noun: 'retries in step for each user',
      seen: ({ value }) =>
        inStep.state === 'unmeasured'
          ? `Of ${counted(members, 'user', 'users')} who failed at one moment hardly any tried again (pressure ${rate(value)}).`
          : `Of ${counted(members, 'user', 'users')} who failed at one moment, ${percent(inStep.value)} of all pairs tried again within ${span(WITHIN)} of each other${spreadWords(inStep.value)} (pressure ${rate(value)}).`,
      usersGot: () => 'Another failure, if the provider could bear no more than before.',
      shows: () =>
        herds
          .flatMap(({ calls }) => calls.filter(({ attempts }) => attempts.length > 1))
          .slice(0, 3)
          .map(({ inbound }) => inbound),
    });
  },
};

function spreadWords(inStep: number): string {
  return inStep === 0 ? '' : `, as if spread over ${span(WITHIN / inStep)}`;
}
