/** The listening socket of a proxy. */
import { createServer, type Server, type Socket } from 'node:net';
import { SOCKET_OPTIONS } from './dial.js';
import { ListenError } from './listen-error.js';
import { joinHostPort, resolveListen, type ListenAddress } from './listen.js';

export interface Door {
  /** The address that was bound. */
  readonly listen: string;
  /** The port is free when it returns; those who came in stay. */
  close(): void;
}

/** As Linux allows by default: a crowd that comes at once is let in. */
const BACKLOG = 4096;

/** Throws a `ListenError` in Go's words. */
export async function openDoor(
  listen: string,
  onSocket: (socket: Socket) => void,
  onError: (error: NodeJS.ErrnoException) => void,
): Promise<Door> {
  const address = await resolved(listen);
  const server = createServer(SOCKET_OPTIONS, onSocket);
  await bound(server, address);
  // From here on only `accept` can fail, while no descriptor is left: the server goes on with the next client.
  server.on('error', onError);
  return { listen: boundText(server), close: () => server.close() };
}

async function resolved(listen: string): Promise<ListenAddress> {
  try {
    return await resolveListen(listen);
  } catch (cause) {
    throw cause instanceof ListenError ? new ListenError(`listen tcp: ${cause.message}`) : cause;
  }
}

async function bound(server: Server, address: ListenAddress): Promise<void> {
  try {
    await tried(server, address.host ?? '::', address.port);
  } catch (cause) {
    if (address.host !== null || codeOf(cause) !== 'EAFNOSUPPORT') throw inGo(address, cause);
    await tried(server, '0.0.0.0', address.port).catch((again: unknown) => {
      throw inGo(address, again);
    });
  }
}

async function tried(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

function boundText(server: Server): string {
  const found = server.address();
  return typeof found === 'object' && found !== null ? joinHostPort(found.address, found.port) : '';
}

const WORDS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'bind: address already in use',
  EADDRNOTAVAIL: 'bind: cannot assign requested address',
  EACCES: 'bind: permission denied',
  EPERM: 'bind: operation not permitted',
  EAFNOSUPPORT: 'socket: address family not supported by protocol',
  EMFILE: 'socket: too many open files',
};

function inGo({ text }: ListenAddress, cause: unknown): ListenError {
  const code = codeOf(cause);
  return new ListenError(`listen tcp ${text}: ${WORDS[code] ?? `bind: ${code}`}`);
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
