/**
 * Status 200, and nothing said: either the dialect's own shape around no content, or no body at all
 * (BerriAI/litellm#40252, decolua/9router#145). An empty body is a SyntaxError in the official SDKs,
 * an empty answer is a success to all of them. Simplified: a call of a tool becomes an empty text.
 */
import { z } from 'zod';
import type { LlmAnswer } from '../../model/llm.js';
import type { WirePlan } from '../../model/wire.js';
import { isAnswer, tokensIn, withHeaders } from './anatomy.js';
import { defineFault } from './fault.js';

const NOTHING: LlmAnswer = { kind: 'text', text: '', pieces: [], complete: true };

export const empty = defineFault({
  kind: 'empty',
  layer: 'rewrite',
  summary: 'Answers 200 without any content.',
  source: 'BerriAI/litellm#40252; decolua/9router#145',
  params: z.strictObject({
    how: z
      .enum(['no-content', 'no-body'])
      .prefault('no-content')
      .describe('no-content (the default): an answer without words in it. no-body: no bytes at all.'),
  }),
  example: { how: 'no-content' },
  open:
    ({ how }) =>
    ({ plan, call, provider, context }) => {
      if (!isAnswer(plan)) return plan;
      if (how === 'no-body') return plan.some((step) => step.do === 'write') ? bodiless(plan) : plan;
      if (tokensIn(plan) === 0) return plan;
      return call.stream ? provider.stream(call, NOTHING, context) : provider.whole(call, NOTHING, context);
    },
});

function bodiless(plan: WirePlan): WirePlan {
  const head = plan.findIndex((step) => step.do === 'head');
  return withHeaders([...plan.slice(0, head + 1), { do: 'end', after: 0 }], { 'content-length': '0' });
}
