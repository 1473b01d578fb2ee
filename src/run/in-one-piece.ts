/**
 * Ends a response so that head and body leave in one piece. `end(body)` writes twice, the second time nothing,
 * which the kernel is asked to gather.
 */
import type { ServerResponse } from 'node:http';

export function endInOnePiece(res: ServerResponse, body: string): void {
  const { socket } = res;
  if (socket === null) {
    res.end(body);
    return;
  }
  socket.cork();
  res.write(body, encodingOf(body, Buffer.byteLength(body)));
  socket.uncork();
  res.end();
}

/** What is all in ASCII, as most of it is, is copied byte by byte without looking at it. */
export function encodingOf(text: string, bytes: number): 'latin1' | 'utf8' {
  return bytes === text.length ? 'latin1' : 'utf8';
}
