/**
 * Every call takes longer: OpenAI's release of 29 January 2024 (latency beside the errors, status
 * page), Azure Front Door on 9 October 2025 (a tail of 3 h 10 min). Simplified: the time is drawn
 * evenly from a range, and is spent before anything is answered.
 */
import { z } from 'zod';
import { durationRange } from '../quantities.js';
import { heldBack } from './anatomy.js';
import { defineFault } from './fault.js';

export const latency = defineFault({
  kind: 'latency',
  layer: 'delay',
  summary: 'Adds time before the answer begins.',
  source: 'OpenAI, 29 January 2024; Azure Front Door, 9 October 2025',
  params: z.strictObject({ by: durationRange.describe('How much later: 800ms, 800ms ± 25% or 600ms..1s.') }),
  example: { by: '800ms ± 25%' },
  open:
    ({ by }) =>
    ({ plan, random }) => {
      const wait = random.between(by.low, by.high);
      return wait === 0 || plan[0]?.do === 'hang' ? plan : heldBack(plan, 0, wait);
    },
});
