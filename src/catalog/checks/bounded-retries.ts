/**
 * AWS on 7 December 2021, and OpenAI in a second wave (ChatGPT, 03:30 to 07:08 PT), were kept down by
 * retries. Above 1/(n+1) of a provider's capacity n retries suffice for that.
 */
import { counted, figure, rate } from '../../kit/figures.js';
import type { List } from '../../kit/list.js';
import type { Call } from '../measures/derived/calls.js';
import { areJoined, unjoinedWords } from '../measures/correlation.js';
import type { Check } from './check.js';
import { worst } from './shown.js';
import { judgeTerm } from './term-check.js';

export const boundedRetries: Check = {
  id: 'bounded-retries',
  title: 'Retries are bounded',
  trouble: 'Every request became many calls',
  why: 'Retries multiply the load on a provider when it has the least to spare, and your own quota pays for them.',
  remedy:
    'Retry at one layer only, at most twice, with full jitter, and only while retries are less than 10 to 20 % of the requests of the last seconds.',
  severity: 'high',
  terms: ['amplification'],
  caps: ['storm', 'retries'],
  judge: (evidence) => {
    const { view } = evidence;
    const calls = view.calls({ phase: 'outage' });
    const attempts = calls.reduce((sum, call) => sum + call.tries, 0);
    return judgeTerm(evidence, {
      term: 'amplification',
      caps: ['storm', 'retries'],
      noun: 'calls per request',
      seen: ({ value, interval }) =>
        areJoined(view)
          ? `${counted(attempts, 'call', 'calls')} where ${figure(calls.length)} would have done: ${rate(value)} each at the worst provider${interval === null ? '' : ` (95 % at least ${rate(interval.low)})`}.`
          : `${rate(value)} times the calls for each request that the baseline had; ${unjoinedWords(view)}, so steps aren’t told from retries.`,
      usersGot: () => (areJoined(view) ? gotOf(calls) : 'A wait for each of them.'),
      shows: () => worst(view.known({ phase: 'outage' }), (row) => view.attemptsOf(row.inbound).length - 1),
    });
  },
};

/** Of the many there are, those who waited longest. */
function gotOf(calls: List<Call>): string {
  const usersOf = (least: number): number =>
    new Set(calls.filter(({ tries }) => tries >= least).map(({ inbound }) => inbound)).size;
  const many = usersOf(3);
  const users = many > 0 ? many : usersOf(2);
  return `${counted(users, 'request', 'requests')} needed ${many > 0 ? 'three calls' : 'two calls'} or more at one provider, and waited for each.`;
}
