/**
 * Valid keys are refused: Anthropic, 28 April 2026, 17:34 to 18:52 UTC, authentication errors on all
 * surfaces. A retry is useless, a second provider is not; most breakers don't count a 401.
 */
import { z } from 'zod';
import { defineFault } from './fault.js';
import { message, statusAmong } from './params.js';
import { refuse } from './refusal.js';

export const authRejected = defineFault({
  kind: 'auth-rejected',
  layer: 'instead',
  isFailure: true,
  summary: 'Refuses a valid key.',
  source: 'Anthropic, 28 April 2026',
  params: z.strictObject({
    status: statusAmong([401, 403]).prefault(401).describe('401 (the default) or 403.'),
    message,
  }),
  example: { status: 401 },
  open: (params) => (hit) => refuse(hit, { ...params, reason: 'auth-rejected' }),
});
