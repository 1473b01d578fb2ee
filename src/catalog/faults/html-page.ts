/**
 * The edge answers instead of the API, with a page for people: Cloudflare's 502 in front of
 * Anthropic on 14 May 2025 and 504 on 29 August 2025, OpenAI's 520. Code
 * that expects JSON shows users a page of HTML, or takes it for an answer (anthropics/claude-code#3197).
 */
import { z } from 'zod';
import { defineFault } from './fault.js';
import { statusAmong } from './params.js';
import { refuse } from './refusal.js';

export const htmlPage = defineFault({
  kind: 'html-page',
  layer: 'instead',
  isFailure: true,
  summary: "Answers with an edge's error page in HTML instead of JSON.",
  source: 'Anthropic, 14 May and 29 August 2025; anthropics/claude-code#3197',
  params: z.strictObject({
    status: statusAmong([502, 503, 504, 520, 522, 524])
      .prefault(502)
      .describe('502 (the default), 503, 504, 520, 522 or 524.'),
  }),
  example: { status: 502 },
  open:
    ({ status }) =>
    (hit) =>
      refuse(hit, { reason: 'html-page', status }),
});
