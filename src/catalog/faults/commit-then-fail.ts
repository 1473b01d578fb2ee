/**
 * The model does all the work, bills it, and the connection breaks before a word of it arrives: a
 * retry does it all again, and so do its effects (crewAIInc/crewAI#5802, ComposioHQ/composio#3654).
 * No incident like it was published; resets after minutes of work were, at Anthropic on 26 to 30
 * March 2026.
 */
import { z } from 'zod';
import type { WirePlan } from '../../model/wire.js';
import { isAnswer, tokensIn } from './anatomy.js';
import { defineFault } from './fault.js';

export const commitThenFail = defineFault({
  kind: 'commit-then-fail',
  layer: 'rewrite',
  isFailure: true,
  summary: 'Finishes the work, then breaks the connection before any of it arrives.',
  source: 'crewAIInc/crewAI#5802; ComposioHQ/composio#3654',
  params: z.strictObject({
    how: z
      .enum(['reset', 'fin'])
      .prefault('reset')
      .describe('How the connection ends: reset (the default) or fin.'),
  }),
  example: { how: 'reset' },
  open:
    ({ how }) =>
    ({ plan }): WirePlan => {
      if (!isAnswer(plan)) return plan;
      const finished = plan.reduce((sum, step) => sum + step.after, 0);
      return [
        { do: 'commit', after: finished, tokens: tokensIn(plan) },
        { do: how, after: 0 },
      ];
    },
});
