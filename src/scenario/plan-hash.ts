import { createHash } from 'node:crypto';
import type { Plan } from '../model/plan.js';
import { planText } from './compile.js';

/** SHA-256 of the plan's bytes: two runs with the same one were asked the very same. */
export function planHash(plan: Plan): string {
  return createHash('sha256').update(planText(plan)).digest('hex');
}
