/** A client that hides nothing: what came over the connection, and how the connection ended. */
import { connect, type Socket } from 'node:net';
import type { Address } from '../../src/run/contract.js';

export interface Seen {
  readonly text: string;
  readonly end: 'open' | 'fin' | 'reset';
}

export interface RawCall {
  readonly socket: Socket;
  /** Resolves once what was received holds this text, or the connection ended. */
  until(part: string): Promise<Seen>;
  /** Resolves once the connection has ended. */
  ended(): Promise<Seen>;
}

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function rawCall(to: Address, asked: Asked = {}): RawCall {
  const socket = connect(to.port, '127.0.0.1');
  let text = '';
  let end: Seen['end'] = 'open';
  const watchers = new Set<() => void>();
  const tell = (): void => watchers.forEach((watch) => watch());
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    tell();
  });
  socket.on('end', () => {
    if (end === 'open') end = 'fin';
  });
  socket.on('error', () => {
    end = 'reset';
  });
  socket.on('close', tell);
  socket.write(requestText(to, asked));
  const when = (isReached: () => boolean): Promise<Seen> =>
    new Promise((resolve) => {
      const watch = (): void => {
        if (!isReached()) return;
        watchers.delete(watch);
        resolve({ text, end });
      };
      watchers.add(watch);
      watch();
    });
  return {
    socket,
    until: (part) => when(() => text.includes(part) || socket.closed),
    ended: () => when(() => socket.closed),
  };
}

function requestText(
  to: Address,
  { method = 'POST', path = '/v1/messages', headers, body = '' }: Asked,
): string {
  const all = { host: `127.0.0.1:${to.port}`, 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, '', body].join('\r\n');
}
