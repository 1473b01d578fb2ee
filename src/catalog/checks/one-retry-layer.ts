/**
 * Layers multiply: four tries on each of three make 64 (SRE book, chapter 22). The official SDKs are a layer
 * that many teams don't know they have, and a gateway is another.
 */
import { rate } from '../../kit/figures.js';
import type { Scope } from '../../model/measurement.js';
import type { Told } from '../measures/derived/layer-shape.js';
import { worstShape } from '../measures/retry-layers.js';
import { verdictOf } from './bounds-check.js';
import type { Check } from './check.js';
import { unjudged } from './term-check.js';

export const oneRetryLayer: Check = {
  id: 'one-retry-layer',
  title: 'Retries are made in one layer',
  trouble: 'Two layers retry, and multiply each other',
  why: 'Three tries by the app and three by the SDK below it make nine calls of one.',
  remedy:
    'Decide which layer retries: set the SDK’s `maxRetries` (or the gateway’s retries) to 0, or take your own loop out.',
  severity: 'medium',
  terms: [],
  caps: [],
  judge: (evidence) => {
    const outer = evidence.measured('outer-amplification');
    const inner = evidence.measured('inner-amplification');
    const shape = worstShape(evidence.view, OUTAGE);
    if (shape.kind === 'unknown') return unjudged('not-applicable', `Not known: ${shape.because}.`);
    if (outer.state === 'unmeasured') return unjudged('not-applicable', `Not known: ${outer.because}.`);
    if (inner.state === 'unmeasured') return unjudged('not-applicable', `Not known: ${inner.because}.`);
    const retries = shape.layers < 2 ? 0 : Math.min(outer.value, inner.value) - 1;
    const verdict = verdictOf(retries, { warn: SOME, fail: OFTEN });
    const seen =
      shape.layers < 2
        ? 'No more than one layer retried.'
        : `One layer tried each call ${rate(outer.value)} times, and the one below made ${rate(inner.value)} attempts of each try.`;
    return {
      verdict,
      seen: `${seen} ${BASIS[shape.by]}${gatewaysOf(shape)}`,
      required: `Retries by one of them; less than ${rate(SOME)} for each try by the other.`,
      usersGot: verdict === 'pass' ? '' : 'A longer wait for the same failure.',
      evidence: verdict === 'pass' ? [] : worstOf(shape),
    };
  },
};

const OUTAGE: Scope = { phase: 'outage', upstream: null, journey: null };
const SOME = 0.1;
const OFTEN = 0.5;

const BASIS: Readonly<Record<Told['by'], string>> = {
  counts: 'The SDK’s own retry counts say so.',
  bodies: 'Bodies that change between tries say so.',
  waits: 'The waits between tries say so: likely, not certain.',
  tries: 'Nothing that failed was tried again.',
};

function gatewaysOf({ calls }: Told): string {
  const named = new Set(calls.flatMap(({ first }) => first.gateway ?? []));
  return named.size === 0 ? '' : ` Between the app and the provider is ${[...named].join(', ')}.`;
}

function worstOf({ calls, outerOf }: Told): readonly number[] {
  const both = calls
    .filter((call) => outerOf(call) > 1 && call.tries > outerOf(call))
    .sort((a, b) => b.tries - a.tries);
  return [...new Set(both.map(({ inbound }) => inbound))].slice(0, 3);
}
