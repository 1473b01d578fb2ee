/**
 * The request is taken and never answered, not even with a head: the subject's own timeout is the
 * only way out. Official SDKs wait 301 s for a head (Node's limit) and then try again. Reported in
 * anthropics/claude-code#33949 and BerriAI/litellm#29808. The connection stays open until the
 * subject hangs up or the run ends; with `release: true` until the window closes.
 */
import { z } from 'zod';
import { defineFault } from './fault.js';

export const hang = defineFault({
  kind: 'hang',
  layer: 'instead',
  summary: 'Takes the request and never answers.',
  source: 'anthropics/claude-code#33949; BerriAI/litellm#29808',
  params: z.strictObject({}),
  example: {},
  open: () => () => [{ do: 'hang', after: 0 }],
});
