/** Whole processes without a file descriptor left: they live on, serve again, and never blame the app for it. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freePorts, startApp } from '../support/attached-run.js';
import { cli, emptyFolder, startCli, type StartedCli } from '../support/cli.js';
import { askerOf } from '../support/control-client.js';
import { pause } from '../support/proxied.js';

/** More than any process here can have. */
const MANY = 200;
const SHORT = 'no file descriptor is left';

const held: Socket[] = [];
const running: StartedCli[] = [];
let upstream: Server | null = null;

afterEach(async () => {
  letGo();
  upstream?.close();
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});

function begin(descriptors: number, ...args: readonly string[]) {
  const started = startCli(args, { descriptors });
  running.push(started);
  const said = { out: '', err: '' };
  started.child.stdout?.on('data', (text: string) => (said.out += text));
  started.child.stderr?.on('data', (text: string) => (said.err += text));
  return { started, said };
}

/** Whether they get anything for what they say; the connection stays open. */
function isServed(port: number, words: string): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  held.push(socket);
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('data', () => resolve(true)).on('close', () => resolve(false));
    socket.write(words);
  });
}

/** One after the other, until somebody is dropped. */
async function crowd(port: number, words: string): Promise<number> {
  let served = 0;
  while (served < MANY && (await isServed(port, words))) served += 1;
  return served;
}

function letGo(): void {
  for (const socket of held.splice(0)) socket.destroy();
}

async function servedAgain(port: number, words: string): Promise<boolean> {
  for (let turn = 0; turn < 100; turn += 1) {
    if (await isServed(port, words)) return true;
    await pause(50);
  }
  return false;
}

test('a proxy drops who comes, says so once, and serves and obeys again', async () => {
  upstream = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  await once(upstream.listen(0, '127.0.0.1'), 'listening');
  const { port: echo } = upstream.address() as AddressInfo;
  const { started, said } = begin(64, 'proxy', '-port', '0');
  await started.said(/API: \S+/);
  const url = /API: (\S+)/.exec(said.out)?.[1] ?? '';
  const ask = askerOf(url);
  const body = { name: 'echo', listen: '127.0.0.1:0', upstream: `127.0.0.1:${echo}` };
  const { json } = await ask('POST', '/proxies', body);
  const port = Number((json as typeof body).listen.split(':')[1]);
  expect(await crowd(port, 'hello')).toBeGreaterThan(5);
  // The kernel's side of a shortage is silent: only where one descriptor was left did the dial fail.
  for (let turn = 0; turn < MANY && !said.err.includes(SHORT); turn += 1) {
    held.shift()?.destroy();
    held.push(connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined));
    await crowd(port, 'hello');
  }
  await crowd(port, 'hello');
  letGo();
  expect(await servedAgain(port, 'hello')).toBe(true);
  expect((await ask('GET', '/proxies/echo')).status).toBe(200);
  started.child.kill('SIGTERM');
  const { code, stderr } = await started.ended;
  expect(code).toBe(0);
  expect(stderr.split(SHORT)).toHaveLength(2);
});

test('mocks drop who comes, and serve again', async () => {
  const { started, said } = begin(96, 'up', '--json');
  await started.said('}\n');
  const { addresses } = JSON.parse(said.out) as { readonly addresses: Readonly<Record<string, string>> };
  const port = Number(new URL(addresses['anthropic'] ?? '').port);
  const words = `GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
  expect(await crowd(port, words)).toBeGreaterThan(5);
  letGo();
  expect(await servedAgain(port, words)).toBe(true);
  started.child.kill('SIGINT');
  expect((await started.ended).code).toBe(0);
});

test('a run that can’t send its users is our own fault, exit 4', async () => {
  const folder = emptyFolder();
  const [port] = await freePorts(1);
  const app = await startApp('retrier.mjs', {
    ROUTES: JSON.stringify({ '/ask': { url: `http://127.0.0.1:${String(port)}`, retries: 0 } }),
  });
  const scenario = `name: starving
upstreams: { primary: { provider: anthropic, port: ${String(port)}, model: { firstToken: 5ms, tokens: 5, speed: 1000/s } } }
journeys:
  ask:
    request: { method: POST, path: /ask, json: { question: '{{prompt}}' } }
    answer: { at: /answer }
    deadline: 1s
    patience: 4s
load: { rate: 40/s }
phases:
  baseline: { for: 2s }
  outage: { for: 4s, faults: [{ on: primary, fault: hang }] }
  recovery: { for: 1s }
`;
  try {
    writeFileSync(join(folder.path, 'starving.yaml'), scenario);
    const args = [
      'run',
      'starving.yaml',
      '--target',
      app.url,
      '--ready',
      '/health',
      '--no-floor',
      '--out',
      'run',
    ];
    const { code, stdout, stderr } = await cli(args, { cwd: folder.path, descriptors: 100 });
    expect(`${stdout}${stderr}`).toMatch(/\d+ of \d+\s+requests\s+could\s+not\s+be\s+sent/);
    expect(code).toBe(4);
  } finally {
    await app.stop();
    folder.remove();
  }
});
