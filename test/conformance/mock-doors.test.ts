/** Who may knock, who may not, and what a mock leaves behind. */
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { BrownoutError } from '../../src/model/problem.js';
import type { Address, Mocks } from '../../src/run/contract.js';
import { startMocks } from '../../src/run/mock/mocks.js';
import { mocking, planOf, upstream, window } from '../support/mocking.js';
import { rawCall, type Asked } from '../support/raw-client.js';

const opened: Mocks[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((mocks) => mocks.close()));
});

async function start(...args: Parameters<typeof mocking>): Promise<Mocks> {
  const mocks = await startMocks(mocking(...args).options);
  opened.push(mocks);
  return mocks;
}

function addressOf(mocks: Mocks, name = 'claude'): Address {
  const found = mocks.addresses.get(name) ?? mocks.traps.get(name);
  if (found === undefined) throw new Error(`no address for ${name}`);
  return found;
}

async function statusOf(to: Address, asked: Asked): Promise<number> {
  const call = rawCall(to, asked);
  const { text } = await call.until('\r\n\r\n');
  call.socket.destroy();
  return Number(/^HTTP\/1.1 (\d{3})/.exec(text)?.[1]);
}

describe('a mock', () => {
  test('answers its own names, and refuses a foreign host', async () => {
    const to = addressOf(await start(planOf([upstream()])));
    // A proxy in front of it has another port, and clients name that one.
    const hosts = [`127.0.0.1:${to.port}`, `localhost:${to.port}`, `[::1]:${to.port}`, '127.0.0.1:1'];
    const foreign = ['api.anthropic.com', `evil.example:${to.port}`, '127.0.0.1.evil.example', ''];
    const asked = (host: string) => statusOf(to, { method: 'GET', path: '/v1/models', headers: { host } });
    expect(await Promise.all(hosts.map(asked))).toEqual([200, 200, 200, 200]);
    expect(await Promise.all(foreign.map(asked))).toEqual([403, 403, 403, 403]);
  });

  test('answers the name under which it is advertised', async () => {
    const mocks = await start(planOf([upstream()]), { advertise: 'host.docker.internal' });
    const to = addressOf(mocks);
    expect(to.url).toBe(`http://host.docker.internal:${to.port}`);
    const headers = { host: `host.docker.internal:${to.port}` };
    expect(await statusOf(to, { method: 'GET', path: '/v1/models', headers })).toBe(200);
  });

  test('refuses whatever comes from a page, and counts none of it', async () => {
    const mocks = await start(planOf([upstream()]));
    const headers = { origin: 'http://localhost:3000' };
    expect(await statusOf(addressOf(mocks), { headers, body: '{}' })).toBe(403);
    expect([mocks.calls('claude'), mocks.sideCalls('claude')]).toEqual([0, 0]);
  });

  test('takes a body of up to 32 MB, and refuses a larger one as its vendor does', async () => {
    const mocks = await start(planOf([upstream()]));
    const asked = (megabytes: number) => {
      const data = 'A'.repeat(megabytes * 1024 * 1024);
      const picture = { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
      const messages = [{ role: 'user', content: [picture] }];
      return { body: JSON.stringify({ model: 'x', max_tokens: 5, messages }) };
    };
    expect(await statusOf(addressOf(mocks), asked(31))).toBe(200);
    expect(await statusOf(addressOf(mocks), asked(32))).toBe(413);
    expect(mocks.calls('claude')).toBe(2);
  });

  test('keeps connections without a promise, which SDKs would hold it to', async () => {
    const call = rawCall(addressOf(await start(planOf([upstream()]))), { method: 'GET', path: '/v1/models' });
    const { text } = await call.until('\r\n\r\n');
    call.socket.destroy();
    expect(text).toMatch(/^connection: keep-alive\r$/im);
    expect(text).not.toMatch(/^keep-alive:/im);
  });

  test('listens where it is told to', async () => {
    const port = await freePort();
    const mocks = await start(planOf([upstream({ port })]));
    expect(addressOf(mocks).url).toBe(`http://127.0.0.1:${port}`);
  });

  test('names who wants a port that is taken, and leaves nothing open', async () => {
    const first = await start(planOf([upstream()]));
    const { port } = addressOf(first);
    const plan = planOf([upstream({ name: 'other' }), upstream({ name: 'claude', port })]);
    const failure: unknown = await startMocks(mocking(plan).options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BrownoutError);
    expect(failure).toMatchObject({
      code: 'port-taken',
      ending: 'usage',
      message: `the mock of "claude" wants port ${port}, and something else listens there already`,
    });
  });
});

test('a provider that the plan does not name is a trap, which says so and counts', async () => {
  const mocks = await start(planOf([upstream()]));
  expect([...mocks.traps.keys()]).not.toContain('anthropic');
  const call = rawCall(addressOf(mocks, 'openai'), { path: '/v1/chat/completions', body: '{}' });
  const { text } = await call.until('}\n}\n');
  call.socket.destroy();
  expect(text).toContain('503');
  expect(text).toContain('the scenario names no upstream for OpenAI');
  expect(mocks.trapped()).toContainEqual({ provider: 'openai', calls: 1 });
});

test('thousands of calls that hang are let go at the end, and nothing stays behind', async () => {
  const count = 2000;
  const { options, rows } = mocking(planOf([upstream()], [window('hang', {})]));
  const before = handles();
  const mocks = await startMocks(options);
  const body = JSON.stringify({ model: 'x', max_tokens: 5, messages: [{ role: 'user', content: 'Why?' }] });
  const calls = Array.from({ length: count }, () => rawCall(addressOf(mocks), { body }));
  while (mocks.openAttempts() < count) await new Promise((resolve) => setImmediate(resolve));
  await mocks.close();
  await Promise.all(calls.map((call) => call.ended()));
  expect([mocks.openAttempts(), rows.filter(({ outcome }) => outcome === 'hang').length]).toEqual([0, count]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(handles()).toBeLessThanOrEqual(before);
});

/** Sockets, servers and timers that keep a process alive. */
function handles(): number {
  const kept = ['TCPSocketWrap', 'TCPServerWrap', 'Timeout'];
  return process.getActiveResourcesInfo().filter((name) => kept.includes(name)).length;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
