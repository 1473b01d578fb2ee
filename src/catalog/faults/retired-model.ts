/**
 * The model that the app names is gone: 404 `not_found_error`, `model_not_found`. Another model of
 * the same vendor would answer, so the right move is another model, not another try and not an open
 * breaker for the vendor (Bike4Mind/bike4mind#2139, aden-hive/hive#5316).
 */
import { z } from 'zod';
import { defineFault } from './fault.js';
import { matchesGlob } from './glob.js';
import { message } from './params.js';
import { refuse } from './refusal.js';

export const retiredModel = defineFault({
  kind: 'retired-model',
  layer: 'instead',
  isFailure: true,
  summary: 'Says that the model does not exist any more.',
  source: 'Bike4Mind/bike4mind#2139; aden-hive/hive#5316',
  params: z.strictObject({
    model: z
      .string()
      .min(1)
      .prefault('*')
      .describe('Which models are gone; * and ? stand for any text and character. By default all.'),
    message,
  }),
  example: { model: 'claude-*-opus*' },
  open:
    ({ model, message: words }) =>
    (hit) =>
      matchesGlob(model, hit.call.model)
        ? refuse(hit, { reason: 'retired-model', status: 404, message: words })
        : hit.plan,
});
