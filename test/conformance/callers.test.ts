import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { hearCallers } from '../../src/run/conductor/learn/callers.js';

async function listening(): Promise<{ readonly port: number; end(): void }> {
  const server = createServer((_, response) => void response.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, end: () => void server.close() };
}

/** Resolves when the answer has come. */
async function call(port: number, agent: string): Promise<void> {
  const asked = get({ host: '127.0.0.1', port, path: '/v1/messages', headers: { 'user-agent': agent } });
  const answers = (await once(asked, 'response')) as [IncomingMessage];
  for (const answer of answers) await once(answer.resume(), 'end');
}

test('whoever calls an upstream is heard beside it, and nobody else, until it ends', async () => {
  const [ours, other] = [await listening(), await listening()];
  const heard = hearCallers(
    new Map([['primary', { url: `http://127.0.0.1:${ours.port}`, host: '127.0.0.1', port: ours.port }]]),
  );
  try {
    await call(ours.port, 'OpenAI/JS 6.49.0');
    await call(ours.port, 'curl/8.5.0');
    await call(ours.port, 'OpenAI/JS 6.49.0');
    await call(other.port, 'litellm/1.80.0');
    heard.end();
    await call(ours.port, 'node');
    expect(heard.of('primary')).toEqual(['OpenAI SDK for TypeScript 6.49.0', 'curl 8.5.0']);
    expect(heard.of('secondary')).toEqual([]);
  } finally {
    heard.end();
    ours.end();
    other.end();
  }
});
