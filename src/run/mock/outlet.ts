/**
 * Where a performance goes out: one response on its socket. Chunks are framed here and written to the
 * socket itself, which costs half of what `res.write` does.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { encodingOf, endInOnePiece } from '../in-one-piece.js';

export interface Outlet {
  /** How the words of a message with such a head will have to be framed, if who speaks does that itself. */
  framing(headers: Readonly<Record<string, string>>): 'chunked' | 'none';
  head(status: number, headers: Readonly<Record<string, string>>): void;
  /** Head, body and end in one packet. */
  whole(status: number, headers: Readonly<Record<string, string>>, body: string): void;
  write(text: string): void;
  /** Bytes in chunks already, as `framing` said. */
  send(chunks: Uint8Array): void;
  /** Ends the message; the connection stays for the next one. */
  end(): void;
  /** Ends the connection after what was written, the message or not. */
  fin(): void;
  reset(): void;
  /** What is said meanwhile goes out together. */
  together(say: () => void): void;
}

export function outletOf(res: ServerResponse): Outlet {
  return new ResponseOutlet(res);
}

class ResponseOutlet implements Outlet {
  private readonly res: ServerResponse;

  constructor(res: ServerResponse) {
    this.res = res;
  }

  framing(headers: Readonly<Record<string, string>>): 'chunked' | 'none' {
    const { req, socket } = this.res;
    if (socket === null || req.httpVersion !== '1.1' || req.method === 'HEAD') return 'none';
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    return names.some((name) => FRAMED_OTHERWISE.includes(name)) ? 'none' : 'chunked';
  }

  head(status: number, headers: Readonly<Record<string, string>>): void {
    this.res.writeHead(status, headers);
    this.res.flushHeaders();
  }

  whole(status: number, headers: Readonly<Record<string, string>>, body: string): void {
    this.res.writeHead(status, headers);
    endInOnePiece(this.res, body);
  }

  write(text: string): void {
    const { socket } = this.res;
    // Pipelined behind another response, it has no socket yet.
    if (socket === null || this.res.writableLength > 0 || !this.res.headersSent) this.res.write(text);
    else writeTo(socket, text, this.res.chunkedEncoding);
  }

  send(chunks: Uint8Array): void {
    this.res.socket?.write(chunks);
  }

  end(): void {
    this.res.end();
  }

  fin(): void {
    this.connection().destroySoon();
  }

  reset(): void {
    this.connection().resetAndDestroy();
  }

  together(say: () => void): void {
    const { socket } = this.res;
    socket?.cork();
    say();
    socket?.uncork();
  }

  private connection(): Socket {
    return this.res.socket ?? this.res.req.socket;
  }
}

const FRAMED_OTHERWISE: readonly string[] = ['content-length', 'transfer-encoding'];
const BREAK = '\r\n';

function writeTo(socket: Socket, text: string, isChunked: boolean): void {
  const length = Buffer.byteLength(text);
  const encoding = encodingOf(text, length);
  if (!isChunked) socket.write(text, encoding);
  else if (length > 0) socket.write(length.toString(16) + BREAK + text + BREAK, encoding);
}
