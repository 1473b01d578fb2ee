/**
 * The first token comes in time and the others crawl: an idle timeout doesn't notice, a total
 * deadline does. A whole answer comes later by the same total. Fitted to the grey failures of OpenAI,
 * 9 to 10 June 2025, whose write-up gives error shares but no token speeds: the factor is ours.
 */
import { z } from 'zod';
import type { WirePlan } from '../../model/wire.js';
import { heldBack, isStreamed, tokensIn } from './anatomy.js';
import { defineFault } from './fault.js';
import { slowness } from './params.js';
import { extraTime } from './slower.js';

export const slowTokens = defineFault({
  kind: 'slow-tokens',
  layer: 'delay',
  summary: 'Makes the wait between tokens longer.',
  source: 'OpenAI, 9 to 10 June 2025 (the factor is ours)',
  params: z.strictObject({ by: slowness.describe('How much slower: 8x, or so much on top: 2s, 1s..3s.') }),
  example: { by: '10x' },
  open:
    ({ by }) =>
    ({ plan, context, random }) => {
      const extra = extraTime(by, context.pacing.gap, random);
      const gaps = tokensIn(plan) - 1;
      if (extra === 0 || gaps < 1) return plan;
      return isStreamed(plan) ? slowed(plan, extra) : heldBack(plan, 0, gaps * extra);
    },
});

function slowed(plan: WirePlan, extra: number): WirePlan {
  let isFirst = true;
  return plan.map((step) => {
    if (step.do !== 'write' || step.part !== 'token') return step;
    const after = isFirst ? step.after : step.after + extra;
    isFirst = false;
    return { ...step, after };
  });
}
