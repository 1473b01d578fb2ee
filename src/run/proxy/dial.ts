/** The way to the upstream, as Go's dialler takes it: names looked up each time, both families tried, no limit of time. */
import { Socket } from 'node:net';
import { portOf, splitHostPort } from './listen.js';
import { lookupOfDials } from './lookups.js';

/** Gives a socket that connects; throws where the address can't be one. */
export type Dial = (upstream: string) => Socket;

/** What a socket holds back before whoever feeds it has to stop. */
export const HELD_BACK = 128 * 1024;

const KEEP_ALIVE = 15_000;
/** How long one family may be silent before the other is tried. */
const PATIENCE = 1_000;

export const SOCKET_OPTIONS = {
  allowHalfOpen: true,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: KEEP_ALIVE,
  highWaterMark: HELD_BACK,
} as const;

export const dial: Dial = (upstream) => {
  const { host, port } = splitHostPort(upstream);
  return new Socket(SOCKET_OPTIONS).connect({
    host: host === '' ? 'localhost' : host,
    port: portOf(port),
    lookup: lookupOfDials,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: PATIENCE,
  });
};
