/**
 * Layers multiply: four tries on each of three make 64 (SRE book, chapter 22). The official SDKs are a layer
 * that many teams don't know they have.
 */
import { rate } from '../../kit/figures.js';
import { layersOf, retriesIn, type Retries } from '../measures/layers.js';
import { verdictOf } from './bounds-check.js';
import type { Check } from './check.js';
import { unjudged } from './term-check.js';

export const oneRetryLayer: Check = {
  id: 'one-retry-layer',
  title: 'Retries are made in one layer',
  trouble: 'Two layers retry, and multiply each other',
  why: 'Three tries by the app and three by the SDK below it make nine calls of one.',
  remedy: 'Decide which layer retries: set the SDK’s `maxRetries` to 0, or take your own loop out.',
  severity: 'medium',
  terms: [],
  caps: [],
  judge: (evidence) => {
    const { view } = evidence;
    const sdk = evidence.measured('sdk-retries');
    const app = evidence.measured('app-retries');
    if (sdk.state === 'unmeasured') return unjudged('not-applicable', `Not known: ${sdk.because}.`);
    if (app.state === 'unmeasured') return unjudged('not-applicable', `Not known: ${app.because}.`);
    const verdict = verdictOf(Math.min(sdk.value, app.value), { warn: SOME, fail: OFTEN });
    const both = layersOf(view, { phase: 'outage' })
      .calls.filter((call) => isLayered(retriesIn(call)))
      .sort((a, b) => b.tries - a.tries);
    return {
      verdict,
      seen: `For each call the app made ${rate(app.value)} retries of its own, and its SDK ${rate(sdk.value)} more.`,
      required: `Retries by one of them; less than ${rate(SOME)} for each call by the other.`,
      usersGot: verdict === 'pass' ? '' : 'A longer wait for the same failure.',
      evidence: verdict === 'pass' ? [] : [...new Set(both.map(({ inbound }) => inbound))].slice(0, 3),
    };
  },
};

function isLayered({ bySdk, byApp }: Retries): boolean {
  return bySdk > 0 && byApp > 0;
}

const SOME = 0.1;
const OFTEN = 0.5;
