/**
 * The first token comes in time and the others crawl: what users of OpenAI saw in June 2025 beside
 * the errors (9 to 10 June, write-up), when whole answers still came but took minutes. An idle
 * timeout doesn't notice, a total deadline does. A whole answer comes later by the same total.
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
  source: 'OpenAI, 9 to 10 June 2025',
  params: z.strictObject({ by: slowness }),
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
