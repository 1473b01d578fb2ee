/**
 * Calls that are bound to fail cost users their time and the provider its recovery. A breaker stops them, and
 * so does a retry budget that is used up; from outside they look the same.
 */
import { counted, span } from '../../kit/figures.js';
import type { Check } from './check.js';
import { worst } from './shown.js';
import { unjudged } from './term-check.js';

export const openBreaker: Check = {
  id: 'open-breaker',
  title: 'Calls stop while they are bound to fail',
  trouble: 'The app never stopped calling a provider that was down',
  why: 'Each of those calls makes a user wait for an answer that can’t come, and keeps the provider busy with refusing.',
  remedy:
    'Put a circuit breaker around each provider: after a few failures answer at once by other means, and probe with single calls.',
  severity: 'low',
  terms: [],
  caps: [],
  judge: (evidence) => {
    const { view } = evidence;
    const measured = evidence.measured('breaker-time-to-open');
    if (measured.state === 'unmeasured') return unjudged('not-applicable', `Not known: ${measured.because}.`);
    const { value, censored } = measured;
    const verdict = censored && value >= SOON ? 'fail' : censored || value > SOON ? 'warn' : 'pass';
    const tries = (inbound: number): number =>
      view.attemptsOf(inbound).filter(({ outcome }) => outcome !== 'ok').length;
    return {
      verdict,
      seen: censored
        ? `It was called all through the ${span(value)} in which most calls failed (${counted(measured.samples, 'attempt', 'attempts')}).`
        : `Calls all but stopped ${span(value)} after the outage had begun.`,
      required: `A tenth of the usual calls at most, from ${span(SOON)} into the outage on.`,
      usersGot: verdict === 'pass' ? '' : 'The time that it took to fail, again and again.',
      evidence: verdict === 'pass' ? [] : worst(view.known({ phase: 'outage' }), (row) => tries(row.inbound)),
    };
  },
};

const SOON = 10_000;
