/** What a plan for the wire comes to. */
import { expect } from 'vitest';
import type { WirePlan, WireStep } from '../../src/model/wire.js';
import { headOf, textOf } from './fake-provider.js';

export function writesOf(plan: WirePlan): readonly Extract<WireStep, { do: 'write' }>[] {
  return plan.filter((step) => step.do === 'write');
}

export function timeOf(plan: WirePlan): number {
  return plan.reduce((sum, { after }) => sum + after, 0);
}

/** Every whole body says how long it is. */
export function expectLength(plan: WirePlan): void {
  expect(headOf(plan).headers['content-length']).toBe(String(Buffer.byteLength(textOf(plan))));
}
