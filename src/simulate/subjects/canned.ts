/** No model at all: what a baseline must refuse to grade. */
import { HONEST, type Policy } from '../policy.js';

export const canned: Policy = {
  ...HONEST,
  id: 'canned',
  summary: 'Never asks a model: a fixed text for everybody.',
  canned: { when: 'always', marked: false },
};
