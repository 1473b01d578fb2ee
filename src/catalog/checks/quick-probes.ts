/**
 * Half-open too rarely: an outage ends for users only when somebody looks. With opossum's 30 s that is half a
 * minute more of every outage, 15 s on average.
 */
import { counted, span } from '../../kit/figures.js';
import { breakerOf } from '../measures/derived/breaker.js';
import { placeOf } from '../measures/derived/calls.js';
import type { RecordView } from '../measures/view.js';
import { verdictOf } from './bounds-check.js';
import type { Check } from './check.js';
import { unjudged } from './term-check.js';

export const quickProbes: Check = {
  id: 'quick-probes',
  title: 'A provider that is back is soon called again',
  trouble: 'The provider was back, and nobody looked',
  why: 'Every second between two probes is a second of outage that only your own app makes.',
  remedy: 'Probe every few seconds with a single call, and let a success close the breaker step by step.',
  severity: 'medium',
  terms: [],
  caps: [],
  judge: (evidence) => {
    const { view } = evidence;
    const wait = waitOf(view);
    if (typeof wait === 'string') return unjudged('not-applicable', `Not known: ${wait}.`);
    const verdict = verdictOf(wait.length, { warn: SOON, fail: LATE });
    const spacing = evidence.measured('breaker-probe-spacing');
    const apart = spacing.state === 'measured' ? ` Its probes were ${span(spacing.value)} apart.` : '';
    const meanwhile = view
      .responses({})
      .filter(({ due }) => due >= wait.from && due < wait.from + wait.length);
    return {
      verdict,
      seen: wait.isOver
        ? `The first call after the outage came ${span(wait.length)} after its end.${apart}`
        : `No call came in the ${span(wait.length)} that were left of the run.${apart}`,
      required: `A call at most ${span(SOON)} after the provider is back.`,
      usersGot:
        verdict === 'pass' ? '' : `${counted(meanwhile.length, 'user', 'users')} went without for no reason.`,
      evidence: verdict === 'pass' ? [] : meanwhile.slice(0, 3).map(({ inbound }) => inbound),
    };
  },
};

const SOON = 5000;
const LATE = 10_000;

interface Wait {
  readonly from: number;
  readonly length: number;
  /** False: it was still going on when the run ended. */
  readonly isOver: boolean;
}

/** Text: why nobody can tell. */
function waitOf(view: RecordView): Wait | string {
  const breaker = breakerOf(view, { phase: 'outage', upstream: null, journey: null });
  if (breaker.is === 'untold') return breaker.because;
  if (breaker.is === 'closed') return 'the app never held its calls back';
  const { upstream, closes } = breaker.watch;
  if (breaker.until < closes) return 'calls weren’t held back when the outage ended';
  const ends = view.record.plan.phases.at(-1)?.closes ?? closes;
  if (ends <= closes) return 'the run ended with the outage';
  const starts = view.starts(upstream);
  const next = starts[placeOf(starts, closes)];
  return next === undefined || next >= ends
    ? { from: closes, length: ends - closes, isOver: false }
    : { from: closes, length: next - closes, isOver: true };
}
