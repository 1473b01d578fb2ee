import { PassingStage } from './passing.js';
import type { Toxic } from './toxic.js';

/** The kernel has shaken hands before we are asked, so the refusal is a reset right after. */
export const refuse: Toxic = {
  type: 'refuse',
  summary: 'Resets whoever connects, before the upstream is dialled; open connections go on.',
  source: 'a dependency that is down or out of sockets while its old connections still work',
  origin: 'ours',
  attributes: [],
  example: {},
  room: 0,
  connect: 'refuse',
  open: () => (port) => new PassingStage(port),
};
