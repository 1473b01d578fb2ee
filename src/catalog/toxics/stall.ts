import { PacedStage, type Pace } from './paced.js';
import type { Toxic } from './toxic.js';

/** The sockets stay open and nobody hears of it: what a route does that drops its packets. */
export const stall: Toxic = {
  type: 'stall',
  summary: 'Lets nothing through, not even the end; all of it flows on once the toxic is taken away.',
  source: 'a half-open connection after a firewall forgot it, a black hole in a route',
  origin: 'ours',
  attributes: [],
  example: {},
  room: 0,
  connect: 'pass',
  open: () => (port) => new PacedStage(port, NEVER, 0),
};

const NEVER: Pace = {
  aim: () => undefined,
  due: Number.POSITIVE_INFINITY,
  size: 0,
  isExact: false,
  endsAt: () => Number.POSITIVE_INFINITY,
  update: () => 'keep',
};
