/**
 * A sound request is called a bad one: Azure OpenAI, 9 to 10 March 2026, 400 and 429 on GPT-5.2 in
 * seven regions for 20 hours. Clients take a 4xx for their own mistake: they don't retry, don't fail
 * over, and their breakers don't count it.
 */
import { z } from 'zod';
import { expecting } from '../quantities.js';
import { defineFault } from './fault.js';
import { message, statusBetween } from './params.js';
import { refuse } from './refusal.js';

const RATE_LIMITED = 429;

export const wrong4xx = defineFault({
  kind: 'wrong-4xx',
  layer: 'instead',
  isFailure: true,
  summary: 'Calls a sound request a bad one.',
  source: 'Azure OpenAI, 9 to 10 March 2026',
  params: z.strictObject({
    status: statusBetween(400, 499, 400)
      .refine(
        (status) => status !== RATE_LIMITED,
        expecting('a status other than 429, which is `fault: rate-limit`'),
      )
      .prefault(400)
      .describe('From 400 to 499, but not 429. By default 400.'),
    message,
  }),
  example: { status: 422 },
  open: (params) => (hit) => refuse(hit, { ...params, reason: 'bad-request' }),
});
