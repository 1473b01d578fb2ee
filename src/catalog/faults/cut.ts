/**
 * The connection ends in the middle of an answer. `reset` and `fin` are seen by every client;
 * `end`, a clean end without the words that finish a stream, is taken for a whole answer by the raw
 * streams of the official SDKs (litellm#32159, tidebreak#1124). A whole body keeps the length that
 * it promised, except with `end`, where what arrives is well-formed HTTP around half a document.
 * After `nothing` not even a head is said, and nothing is waited for.
 */
import { z } from 'zod';
import type { WirePlan } from '../../model/wire.js';
import { bodyBytes, isStreamed, splitAfter, unwritten, withHeaders } from './anatomy.js';
import { defineFault } from './fault.js';
import { expecting } from '../quantities.js';
import { HALFWAY, tokenPlace } from './params.js';

const A_PLACE = 'a place in the answer, such as 12, 5..40 (tokens) or 50%, or nothing: before its first byte';

export const cut = defineFault({
  kind: 'cut',
  layer: 'rewrite',
  isFailure: true,
  summary: 'Ends the connection in the middle of an answer.',
  source: 'Anthropic, 26 to 30 March 2026; BerriAI/litellm#32159; brightwave-inc/tidebreak#1124',
  params: z
    .strictObject({
      after: z
        .union([z.literal('nothing'), tokenPlace], expecting(A_PLACE))
        .prefault(HALFWAY)
        .meta({ description: A_PLACE }),
      how: z
        .enum(['reset', 'fin', 'end'])
        .prefault('reset')
        .describe('reset (the default), fin, or end: as if the answer were whole.'),
    })
    .refine(({ after, how }) => after !== 'nothing' || how !== 'end', {
      path: ['how'],
      error: 'expected reset or fin after nothing: a response without a head has no clean end',
    }),
  example: { after: '5..40', how: 'reset' },
  open:
    ({ after, how }) =>
    ({ plan, context, random }) => {
      if (after === 'nothing') return [{ do: how, after: 0 }];
      const split = splitAfter(plan, after, random);
      if (split === null) return plan;
      // A moment later: a reset would throw away what has not been read yet.
      const end = { do: how, after: context.pacing.gap } as const;
      if (isStreamed(plan)) return [...split.before, end];
      const told: WirePlan = [...split.before, ...unwritten(split.rest), end];
      return withHeaders(told, { 'content-length': String(bodyBytes(how === 'end' ? told : plan)) });
    },
});
