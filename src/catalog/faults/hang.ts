/**
 * The request is taken and never answered, not even with a head: the subject's own timeout is the
 * only way out. OpenAI, 4 December 2024: calls stood still for some 30 s, and 45 % of the callers
 * gave up. Official SDKs wait 301 s for a head (Node's limit) and then try again. The connection
 * stays open until the subject hangs up, the run ends or, with `release: true`, the window closes.
 */
import { z } from 'zod';
import { defineFault } from './fault.js';

export const hang = defineFault({
  kind: 'hang',
  layer: 'instead',
  summary: 'Takes the request and never answers.',
  source: 'OpenAI, 4 December 2024',
  params: z.strictObject({}),
  example: {},
  open: () => () => [{ do: 'hang', after: 0 }],
});
