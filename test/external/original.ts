/** Starts the original `toxiproxy-server`, or takes the one that runs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { askerOf } from '../support/control-client.js';
import type { SuiteServer } from '../support/toxiproxy/suite.js';

const { TOXIPROXY_URL, TOXIPROXY_SERVER } = process.env;

/** Undefined where the environment names none. */
export const named = TOXIPROXY_URL ?? TOXIPROXY_SERVER;

export async function startOriginal(): Promise<SuiteServer> {
  if (TOXIPROXY_URL !== undefined) return { url: TOXIPROXY_URL, close: () => Promise.resolve() };
  return startAnother();
}

/** One that a test may end. */
export async function startAnother(flags: readonly string[] = []): Promise<SuiteServer> {
  const port = await freePort();
  const words = ['-host', '127.0.0.1', '-port', String(port), ...flags];
  const child = spawn(TOXIPROXY_SERVER ?? '', words, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await answering(url);
  return {
    url,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const heard = await askerOf(url)('GET', '/version').catch(() => null);
    if (heard?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`nothing answers at ${url}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
