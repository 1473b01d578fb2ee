/**
 * The model thinks longer before its first word and then talks as ever: OpenAI, 2 June 2026, long
 * waits for the first token for 2 h 15 min (how long was not published, factors are ours). A whole
 * answer comes later by the same time. Simplified: the factor applies to the healthy wait, not to
 * what a queue adds to it.
 */
import { z } from 'zod';
import type { WirePlan } from '../../model/wire.js';
import { heldBack, tokensIn } from './anatomy.js';
import { defineFault } from './fault.js';
import { slowness } from './params.js';
import { extraTime } from './slower.js';

export const slowFirstToken = defineFault({
  kind: 'slow-first-token',
  layer: 'delay',
  summary: 'Makes the wait for the first token longer.',
  source: 'OpenAI, 2 June 2026',
  params: z.strictObject({ by: slowness.describe('How much slower: 8x, or so much on top: 2s, 1s..3s.') }),
  example: { by: '8x' },
  open:
    ({ by }) =>
    ({ plan, context, random }) => {
      const extra = extraTime(by, context.pacing.firstToken, random);
      if (extra === 0 || tokensIn(plan) === 0) return plan;
      return heldBack(plan, longestWait(plan), extra);
    },
});

/** Dialects differ in what they say before the first token, and in where they wait for it. */
function longestWait(plan: WirePlan): number {
  const first = plan.findIndex((step) => tokensIn([step]) > 0);
  const waits = plan.slice(0, first + 1).map((step) => step.after);
  return waits.indexOf(Math.max(...waits));
}
