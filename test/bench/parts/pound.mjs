// Keeps connections busy with prebuilt requests for a while, and counts the answers.
import { execFile } from 'node:child_process';

/** On the core of this process. */
export function pound({ program }, { port, bodies, connections, ms }) {
  const requests = bodies.map((body) => `${requestOf(port, body)}\0`).join('');
  const words = [port, connections, ms, Buffer.byteLength(requests)].map(String);
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, (error, out) =>
      error === null ? resolve(JSON.parse(out)) : reject(error),
    );
    child.stdin.end(requests);
  });
}

function requestOf(port, body) {
  const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n`;
  return `${head}authorization: Bearer k\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
