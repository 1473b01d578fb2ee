/** An app that breaks its answers on the wire in every way there is, and remembers whom it did what. */
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export type Breach =
  | 'ok'
  | 'status-500'
  | 'reset-before-head'
  | 'end-before-head'
  | 'body-cut-by-end'
  | 'body-cut-by-reset'
  | 'chunks-cut-by-end'
  | 'chunks-cut-and-close'
  | 'garbage'
  | 'garbage-kept-open'
  | 'hang'
  | 'hang-in-body'
  | 'megabytes'
  | 'slow-stream'
  | 'close-delimited'
  | 'connection-close'
  | 'closed-when-idle'
  | 'early-hint'
  | 'answered-twice';

export interface FaultServer {
  readonly url: URL;
  /** By `x-request-id`, in the order of arrival. */
  readonly seen: ReadonlyMap<string, Seen>;
  close(): Promise<void>;
}

export interface Seen {
  readonly breach: Breach;
  /** When its last byte was there, and when the app began to answer, both by `performance.now()`. */
  readonly came: number;
  answered: number;
}

export const BODY = JSON.stringify({ answer: 'x'.repeat(580) });

export async function serveFaults(breachOf: (nth: number) => Breach, delay = 20): Promise<FaultServer> {
  const seen = new Map<string, Seen>();
  const sockets = new Set<Socket>();
  let requests = 0;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    eachRequest(socket, (token) => {
      // A request may cross with our own closing of its connection: nobody can answer it there.
      const breach = socket.writableEnded ? 'end-before-head' : breachOf(requests);
      requests += 1;
      const entry: Seen = { breach, came: performance.now(), answered: Number.NaN };
      seen.set(token, entry);
      setTimeout(() => {
        entry.answered = performance.now();
        answer(socket, breach);
      }, delay);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 1_024, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function eachRequest(socket: Socket, onRequest: (token: string) => void): void {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
      const head = text.slice(0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      text = text.slice(end + 4 + length);
      onRequest(/x-request-id: (\S+)/i.exec(head)?.[1] ?? '');
    }
  });
}

const JSON_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const WHOLE = `${JSON_HEAD}content-length: ${BODY.length}\r\n\r\n${BODY}`;
const CHUNKED = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n';
const MEGABYTES = 3_000_000;

function answer(socket: Socket, breach: Breach): void {
  const cut = `${JSON_HEAD}content-length: 600\r\n\r\n${BODY.slice(0, 100)}`;
  const piece = chunk('data: {"text":"word "}\n\n');
  switch (breach) {
    case 'ok':
      return void socket.write(WHOLE);
    case 'status-500':
      return void socket.write('HTTP/1.1 500 Oops\r\ncontent-length: 5\r\n\r\noops!');
    case 'reset-before-head':
      return void socket.resetAndDestroy();
    case 'end-before-head':
      return void socket.end();
    case 'body-cut-by-end':
      return void socket.end(cut);
    case 'body-cut-by-reset':
      socket.write(cut);
      return void setTimeout(() => socket.resetAndDestroy(), 20);
    case 'chunks-cut-by-end':
      return void socket.end(`${CHUNKED}\r\n${piece}`);
    case 'chunks-cut-and-close':
      return void socket.end(`${CHUNKED}connection: close\r\n\r\n${piece}`);
    case 'garbage':
      return void socket.end('\u0001\u0002 no protocol of this world\r\n\r\n');
    case 'garbage-kept-open':
      return void socket.write('\u0001\u0002 no protocol of this world\r\n\r\n');
    case 'hang':
      return;
    case 'hang-in-body':
      return void socket.write(cut);
    case 'megabytes':
      return void socket.write(`${JSON_HEAD}content-length: ${MEGABYTES}\r\n\r\n${'m'.repeat(MEGABYTES)}`);
    case 'slow-stream':
      slowly(socket, [`${CHUNKED}\r\n`, piece, piece, piece, chunk('data: [DONE]\n\n'), '0\r\n\r\n']);
      return;
    case 'close-delimited':
      return void socket.end(`${JSON_HEAD}connection: close\r\n\r\n${BODY}`);
    case 'connection-close':
      return void socket.end(
        `${JSON_HEAD}connection: close\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
      );
    case 'closed-when-idle':
      return void socket.end(WHOLE);
    case 'early-hint':
      return void socket.write(`HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n${WHOLE}`);
    case 'answered-twice':
      return void socket.write(WHOLE + WHOLE);
  }
}

function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

function slowly(socket: Socket, pieces: readonly string[]): void {
  const [piece, ...rest] = pieces;
  if (piece === undefined) return;
  socket.write(piece);
  setTimeout(() => slowly(socket, rest), 20);
}
