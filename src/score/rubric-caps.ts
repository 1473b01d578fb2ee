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
    cap: 29,
    rule: { kind: 'above', ...above('lie-share', 0.01) },
  },
  {
    id: 'any-lie',
    title: 'false success, more than once',
    cap: 59,
    rule: { kind: 'hits', measure: 'lie-share', phase: null, limit: 2 },
  },
  {
    id: 'secret',
    title: 'a secret shown to a user',
    cap: 29,
    rule: { kind: 'hits', measure: 'secret-share', phase: null, limit: 1 },
  },
  {
    id: 'writes-often',
    title: 'more than 1 % of the writes lost or doubled',
    cap: 29,
    rule: { kind: 'above', ...above('unsafe-writes', 0.01) },
  },
  {
    id: 'writes',
    title: 'a write lost or doubled, more than once',
    cap: 59,
    rule: { kind: 'hits', measure: 'unsafe-writes', phase: null, limit: 2 },
  },
  {
    id: 'hangs-often',
    title: 'more than 10 % of the users left hanging, or worse',
    cap: 29,
    rule: { kind: 'above', ...above('hang-or-worse-share', 0.1) },
  },
  {
    id: 'hangs',
    title: 'more than 1 % of the users left hanging, or worse',
    cap: 59,
    rule: { kind: 'above', ...above('hang-or-worse-share', 0.01) },
  },
  {
    id: 'resets-often',
    title: 'more than 10 % of the users cut off, refused, or worse',
    cap: 29,
    rule: { kind: 'above', ...above('reset-or-worse-share', 0.1) },
  },
  {
    id: 'resets',
    title: 'more than 1 % of the users cut off, refused, or worse',
    cap: 59,
    rule: { kind: 'above', ...above('reset-or-worse-share', 0.01) },
  },
  {
    id: 'storm',
    title: '8 calls per request or more',
    cap: 29,
    rule: { kind: 'at-least', ...above('amplification', 8) },
  },
  {
    id: 'retries',
    title: 'more than 4 calls per request',
    cap: 59,
    rule: { kind: 'above', ...above('amplification', 4) },
  },
  {
    id: 'stuck',
    title: 'more than half still missing at the end',
    cap: 29,
    rule: { kind: 'above', ...above('residual-deficit', 0.5, 'recovery'), declaredOnly: true },
  },
  {
    id: 'still-down',
    title: 'more than 10 % still missing at the end',
    cap: 59,
    rule: { kind: 'above', ...above('residual-deficit', 0.1, 'recovery') },
  },
  {
    id: 'no-failback',
    title: 'never back at the first provider, although it was healthy',
    cap: 74,
    rule: { kind: 'below', measure: 'failback-share', phase: 'recovery', limit: 0.1 },
  },
  {
    id: 'bystanders-often',
    title: 'a journey that needs no model failed for more than 10 % of its users',
    cap: 29,
    rule: { kind: 'above', ...above('bystander-failure-share', 0.1) },
  },
  {
    id: 'bystanders',
    title: 'a journey that needs no model failed for more than 1 % of its users',
    cap: 59,
    rule: { kind: 'above', ...above('bystander-failure-share', 0.01) },
  },
  { id: 'no-recovery', title: 'no recovery was watched', cap: 89, rule: { kind: 'no-recovery' } },
];
