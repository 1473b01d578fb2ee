import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { toxicByType } from '../../src/catalog/toxics/shelf.js';
import type { Toxic } from '../../src/catalog/toxics/toxic.js';
import { randomOf } from '../../src/kit/random.js';
import type { ConnectionRow } from '../../src/model/event.js';
import type { Plane, Stream, TcpProxy, ToxicSetting } from '../../src/run/proxy/contract.js';
import type { Dial } from '../../src/run/proxy/dial.js';
import { openPlane } from '../../src/run/proxy/plane.js';

/** A proxy in front of a server, and all that has to be closed behind it. */
export interface Proxied {
  readonly proxy: TcpProxy;
  readonly plane: Plane;
  /** Connections that have ended. */
  readonly rows: ConnectionRow[];
  /** What the server accepted, in order. */
  readonly accepted: Socket[];
  readonly client: () => Socket;
  readonly close: () => Promise<void>;
}

export interface ProxiedOptions {
  readonly onSocket?: (socket: Socket) => void;
  readonly dial?: Dial;
  readonly upstream?: string;
  readonly seed?: number;
}

export async function proxied(options: ProxiedOptions = {}): Promise<Proxied> {
  const accepted: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    accepted.push(socket);
    (options.onSocket ?? echo)(socket);
  });
  const port = await listening(server);
  const rows: ConnectionRow[] = [];
  const plane = openPlane({
    random: randomOf(options.seed ?? 1),
    clock: performance,
    onConnection: (row) => rows.push(row),
    ...(options.dial === undefined ? {} : { dial: options.dial }),
  });
  const proxy = plane.proxy({
    name: 'p',
    listen: '127.0.0.1:0',
    upstream: options.upstream ?? `127.0.0.1:${port}`,
  });
  await proxy.start();
  const clients: Socket[] = [];
  return {
    proxy,
    plane,
    rows,
    accepted,
    client: () => {
      const socket = connect({ ...addressOf(proxy), noDelay: true, allowHalfOpen: true });
      socket.on('error', () => undefined);
      clients.push(socket);
      return socket;
    },
    close: async () => {
      for (const socket of [...clients, ...accepted]) socket.destroy();
      plane.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A peer that never answers the handshake: its name is looked up for ever. */
export function hangingDial(): Socket {
  return connect({ host: 'never.invalid', port: 9, lookup: () => undefined });
}

export function echo(socket: Socket): void {
  socket.pipe(socket);
}

export function addressOf(proxy: TcpProxy): { readonly host: string; readonly port: number } {
  const [host = '', port = ''] = proxy.state().listen.split(':');
  return { host, port: Number(port) };
}

export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A toxic of the shelf, as the control API would hand it on. */
export function toxicOf(
  type: string,
  attributes: Readonly<Record<string, number>> = {},
  more: Partial<ToxicSetting> & { readonly stream?: Stream } = {},
): ToxicSetting {
  const toxic = toxicByType(type);
  if (toxic === undefined) throw new Error(`no toxic ${type}`);
  return settingOf(toxic, attributes, more);
}

export function settingOf(
  toxic: Toxic,
  attributes: Readonly<Record<string, number>> = {},
  more: Partial<ToxicSetting> = {},
): ToxicSetting {
  const stream = more.stream ?? 'downstream';
  return {
    name: `${toxic.type}_${stream}`,
    toxic,
    stream,
    streamAsSent: stream,
    toxicity: 1,
    attributes: new Map(Object.entries(attributes)),
    connections: null,
    ...more,
  };
}

/** How a socket ended, and what it read before. */
export interface Read {
  readonly bytes: Buffer;
  readonly end: 'end' | 'close' | string;
}

/** Reads until the other side ends or breaks the connection. */
export async function readAll(socket: Socket): Promise<Read> {
  const parts: Buffer[] = [];
  return new Promise((resolve) => {
    const done = (end: string): void => resolve({ bytes: Buffer.concat(parts), end });
    socket.on('data', (bytes: Buffer) => parts.push(bytes));
    socket.on('end', () => done('end'));
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    socket.on('close', () => done('close'));
  });
}

/** The next so many bytes. */
export async function readBytes(socket: Socket, count: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    const take = (bytes: Buffer): void => {
      parts.push(bytes);
      length += bytes.length;
      if (length < count) return;
      socket.off('data', take);
      resolve(Buffer.concat(parts));
    };
    socket.on('data', take);
    socket.once('close', () => reject(new Error(`closed after ${length} of ${count} bytes`)));
  });
}

export async function until(holds: () => boolean, what = 'something'): Promise<void> {
  for (let turn = 0; turn < 4000; turn += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${what} never came true`);
}

export async function pause(millis: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, millis));
}
