// Keeps connections busy with prebuilt requests for a while, and counts the answers: cheaper than any
// client of HTTP, so that the server is what is measured.
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

export async function pound({ port, bodies, connections, ms }) {
  const requests = bodies.map((body) =>
    Buffer.from(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
        `authorization: Bearer k\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    ),
  );
  let sent = 0;
  let answers = 0;
  const until = performance.now() + ms;
  const one = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let pending = null;
      const ask = () => socket.write(requests[sent++ % requests.length]);
      socket.on('connect', ask);
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        pending = pending === null ? chunk : Buffer.concat([pending, chunk]);
        const size = sizeOf(pending);
        if (size === null || pending.length < size) return;
        pending = null;
        answers += 1;
        if (performance.now() < until) ask();
        else socket.destroy();
      });
      socket.on('close', resolve);
    });
  const from = performance.now();
  await Promise.all(Array.from({ length: connections }, one));
  return { answers, seconds: (performance.now() - from) / 1000 };
}

/** Of head and body together; null while the head isn't whole. */
function sizeOf(bytes) {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = bytes.latin1Slice(0, end);
  const length = /content-length: (\d+)/i.exec(head);
  if (length !== null) return end + 4 + Number(length[1]);
  // Chunked: aimock's way.
  return bytes.indexOf('\r\n0\r\n\r\n', end) < 0 ? null : bytes.length;
}
