/** Where the subject will listen: where the user says, or at a port of our choice that it finds in PORT. */
import { createServer, connect } from 'node:net';
import { BrownoutError } from '../../model/problem.js';
import type { SubjectSpec } from '../../model/scenario.js';

export interface Place {
  /** Where it may answer; a server on `localhost` may listen on either loopback. */
  readonly candidates: readonly URL[];
  /** What PORT must say; null where the place isn't ours to choose. */
  readonly port: number | null;
}

/** Below what the system hands out to outgoing connections, so that none of ours takes it meanwhile. */
const FIRST_PORT = 20_000;
const PORTS = 10_000;
const TRIES = 50;

export async function placeOf(spec: SubjectSpec): Promise<Place> {
  if (spec.url === null) {
    const told = Number(spec.env['PORT'] ?? Number.NaN);
    const port = Number.isInteger(told) ? told : await freePort();
    const candidates = ['127.0.0.1', '[::1]'].map((host) => new URL(`http://${host}:${port}`));
    for (const url of candidates) await refuseTaken(url);
    return { candidates, port };
  }
  const url = new URL(spec.url);
  await refuseTaken(url);
  return { candidates: [url], port: null };
}

async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    if (await canListen(port)) return port;
  }
  throw new BrownoutError({
    code: 'no-port',
    ending: 'not-testable',
    message: `no port from ${FIRST_PORT} to ${FIRST_PORT + PORTS - 1} seems to be free for the app`,
    hints: ['say where it listens:  --target http://127.0.0.1:PORT'],
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Who answers there before the subject has started is somebody else, and would be taken for it. */
async function refuseTaken(url: URL): Promise<void> {
  if (!(await isTaken(url))) return;
  throw new BrownoutError({
    code: 'port-taken',
    ending: 'usage',
    message: `something already listens on ${url.host}, where the app was to be started`,
    hints: [
      'stop it, or rehearse it as it runs:  leave out --start',
      'or let us choose a port:  leave out the target, and let the app read PORT',
    ],
  });
}

function isTaken(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port);
    const socket = connect({ host, port, timeout: 1_000 });
    const end = (taken: boolean): void => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
