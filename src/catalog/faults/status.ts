/**
 * The upstream answers with an error, in this vendor's own words and headers: Anthropic's 529 of
 * 18 March and 15 May 2026, OpenAI's 502 and 503 of 8 November 2023. `body` and `headers` replace
 * the vendor's where an incident is to be copied to the letter; `{{canary}}` in `body` becomes the
 * mark by which a raw error is known again in what users get.
 */
import { z } from 'zod';
import type { WirePlan } from '../../model/wire.js';
import { headers } from '../header-shape.js';
import { bodyBytes, withHeaders } from './anatomy.js';
import { defineFault } from './fault.js';
import { message, retryAfter, statusBetween } from './params.js';
import { NO_RETRY_AFTER, refuse } from './refusal.js';

/** 503 is what OpenAI says for it, 529 what Anthropic says. */
const OVERLOADED: readonly number[] = [503, 529];

export const status = defineFault({
  kind: 'status',
  layer: 'instead',
  isFailure: true,
  summary: "Answers with an error status, in the vendor's own words.",
  source: 'Anthropic, 15 May 2026 (529); OpenAI, 8 November 2023 (502, 503)',
  params: z.strictObject({
    status: statusBetween(400, 599, 529).describe('The status, from 400 to 599.'),
    retryAfter: retryAfter
      .default(NO_RETRY_AFTER)
      .describe(
        'When to come back, said in whole seconds: 5s; also { milliseconds: 150ms }, { date: 5s }, { raw: "soon" }, absurd or absent.',
      ),
    message,
    body: z
      .string()
      .nullable()
      .prefault(null)
      .describe("Replaces the vendor's body; {{canary}} in it becomes the mark by which a leak is known."),
    headers: headers.prefault({}).describe("Headers beside the vendor's own, or instead of them."),
  }),
  example: { status: 529, retryAfter: '5s' },
  open: (params) => (hit) => {
    const reason = OVERLOADED.includes(params.status) ? 'overloaded' : 'status';
    const refused = refuse(hit, { ...params, reason });
    const body = params.body?.replaceAll('{{canary}}', hit.context.canary) ?? null;
    const plan = body === null ? refused : withBody(refused, body);
    return withHeaders(plan, params.headers);
  },
});

function withBody(plan: WirePlan, text: string): WirePlan {
  const rewritten = plan.map((step) =>
    step.do === 'write' && step.part === 'body' ? { ...step, text } : step,
  );
  return withHeaders(rewritten, {
    'content-type': looksLikeJson(text) ? 'application/json' : 'text/plain; charset=utf-8',
    'content-length': String(bodyBytes(rewritten)),
  });
}

function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}
