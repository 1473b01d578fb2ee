/** The ceilings of the rubric, its classes taken as "this class or worse". */
import type { Cap, CapRule } from './rubric.js';

type Above = Omit<Extract<CapRule, { kind: 'above' | 'at-least' }>, 'kind'>;

const above = (measure: string, limit: number, phase: string | null = 'outage'): Above => ({
  measure,
  phase,
  limit,
  declaredOnly: false,
});

export const caps: readonly Cap[] = [
  {
    id: 'lies',
    title: 'more than 1 % false success',
    why: 'A hundredth of the users deceived is worse than an outage: it is a defect that outlives it.',
    cap: 29,
    rule: { kind: 'above', ...above('lie-share', 0.01) },
  },
  {
    id: 'any-lie',
    title: 'false success, more than once',
    why: 'Two, since one could be an answer that we took for something else.',
    cap: 59,
    rule: { kind: 'hits', measure: 'lies-to-anyone', phase: null, limit: 2 },
  },
  {
    id: 'secret',
    title: 'a secret shown to a user',
    why: 'A key that was shown is a key to replace. Once is enough.',
    cap: 29,
    rule: { kind: 'hits', measure: 'secret-share', phase: null, limit: 1 },
  },
  {
    id: 'writes-often',
    title: 'more than 1 % of the writes lost or doubled',
    why: 'A booking that is lost, or made twice, outlives the outage: somebody has to find it.',
    cap: 29,
    rule: { kind: 'above', ...above('unsafe-writes', 0.01) },
  },
  {
    id: 'writes',
    title: 'a write lost or doubled, more than once',
    why: 'Two, since one could be a write that we cut off ourselves when the run ended.',
    cap: 59,
    rule: { kind: 'hits', measure: 'unsafe-writes', phase: null, limit: 2 },
  },
  {
    id: 'hangs-often',
    title: 'more than 10 % of the users left hanging, or worse',
    why: 'A tenth of the users waited for nothing.',
    cap: 29,
    rule: { kind: 'above', ...above('hang-or-worse-share', 0.1) },
  },
  {
    id: 'hangs',
    title: 'more than 1 % of the users left hanging, or worse',
    why: 'One user in a hundred is beyond chance, and none of them has to be left waiting.',
    cap: 59,
    rule: { kind: 'above', ...above('hang-or-worse-share', 0.01) },
  },
  {
    id: 'resets-often',
    title: 'more than 10 % of the users cut off, refused, or worse',
    why: 'The app went down with its dependency.',
    cap: 29,
    rule: { kind: 'above', ...above('reset-or-worse-share', 0.1) },
  },
  {
    id: 'resets',
    title: 'more than 1 % of the users cut off, refused, or worse',
    why: 'A process that stays up can answer everybody, if only with an error.',
    cap: 59,
    rule: { kind: 'above', ...above('reset-or-worse-share', 0.01) },
  },
  {
    id: 'storm',
    title: '8 calls per request or more',
    why: 'At eight calls a request an app is part of its provider’s outage.',
    cap: 29,
    rule: { kind: 'at-least', ...above('amplification', 8) },
  },
  {
    id: 'retries',
    title: 'more than 4 calls per request',
    why: 'The Google SRE book allows three attempts. Beyond four a second layer retries too, or nothing bounds them.',
    cap: 59,
    rule: { kind: 'above', ...above('amplification', 4) },
  },
  {
    id: 'stuck',
    title: 'more than half still missing at the end',
    why: 'The outage has outlived its cause. It holds only where the provider has limits that were declared: it takes a provider with limits to be kept down by retries, limits of ours prove less, and behind none it may be a breaker that looks seldom.',
    cap: 29,
    rule: { kind: 'above', ...above('residual-deficit', 0.5, 'recovery'), declaredOnly: true },
  },
  {
    id: 'still-down',
    title: 'more than 10 % still missing at the end',
    why: 'It holds whatever limits the provider: an app that is still down when all has been well for a while costs its users the same.',
    cap: 59,
    rule: { kind: 'above', ...above('residual-deficit', 0.1, 'recovery') },
  },
  {
    id: 'no-failback',
    title: 'never back at the first provider, although it was healthy',
    why: 'An app that never returns pays for its second choice for ever.',
    cap: 74,
    rule: { kind: 'below', measure: 'failback-share', phase: 'recovery', limit: 0.1 },
  },
  {
    id: 'bystanders-often',
    title: 'a journey that needs no model failed for more than 10 % of its users',
    why: 'Journeys that need no model have no reason to fail with it: a shared pool does that to them (Nygard, “Release It!”).',
    cap: 29,
    rule: { kind: 'above', ...above('bystander-failure-share', 0.1) },
  },
  {
    id: 'bystanders',
    title: 'a journey that needs no model failed for more than 1 % of its users',
    why: 'The same, for one user in a hundred.',
    cap: 59,
    rule: { kind: 'above', ...above('bystander-failure-share', 0.01) },
  },
  {
    id: 'no-recovery',
    title: 'no recovery was watched',
    why: 'An outage without a recovery says nothing of half of what goes wrong in one.',
    cap: 89,
    rule: { kind: 'no-recovery' },
  },
];
