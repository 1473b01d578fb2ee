/** Client-side throttling of the SRE book: what is sent follows what is accepted. */
import { HONEST, type Policy } from '../policy.js';

export const adaptive: Policy = {
  ...HONEST,
  id: 'adaptive',
  summary: 'Sends twice what was accepted of late, and refuses the rest itself.',
  timeout: { after: 3_000, covers: 'answer' },
  gate: { kind: 'adaptive', factor: 2, seconds: 30 },
};
