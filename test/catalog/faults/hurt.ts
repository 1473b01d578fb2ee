import { faultByKind } from '../../../src/catalog/faults/shelf.js';
import type { Rewrite } from '../../../src/catalog/faults/fault.js';
import type { HitBase } from '../../../src/catalog/faults/compose.js';
import type { Refusal } from '../../../src/model/llm.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { textOf } from '../../support/fake-provider.js';

/** One window of a fault, with parameters as an author writes them. */
export function opened(kind: string, params: unknown = {}): Rewrite {
  const fault = faultByKind(kind);
  if (fault === undefined) throw new Error(`no fault ${kind} on the shelf`);
  return fault.open(fault.params.parse(params));
}

export function hurt(base: HitBase, kind: string, params: unknown = {}): WirePlan {
  return opened(kind, params)({ ...base, at: 0 });
}

/** What an author is told about parameters that can't be read. */
export function complaint(kind: string, params: unknown): string {
  const result = faultByKind(kind)?.params.safeParse(params);
  return result === undefined || result.success
    ? ''
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}

/** What the fake provider was asked to refuse with: it says so in its body. */
export function refusalIn(plan: WirePlan): Refusal {
  return (JSON.parse(textOf(plan)) as { refusal: Refusal }).refusal;
}

/** When each step happens, counted from the request. */
export function timesOf(plan: WirePlan): readonly number[] {
  let now = 0;
  return plan.map((step) => (now += step.after));
}

export function tokenTimesOf(plan: WirePlan): readonly number[] {
  return timesOf(plan).filter((_, index) => {
    const step = plan[index];
    return step?.do === 'write' && step.part === 'token';
  });
}
