/**
 * Holds the demo's `sdk` subject to the official SDKs, both against a server that only refuses. Waits
 * are read where the SDK asks for its timer, and chance is held still, so nothing is really waited for.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { isRetried, MAX_RETRIES, waitBefore, type Vendor } from '../../src/demo/sdk-retry.js';
import { sendLikeSdk } from '../../src/demo/sdk.js';

type Headers = Readonly<Record<string, string>>;

const CHANCE = 0.5;
const SDK_TIMEOUT = 600_000;
let server: Server;
let url = '';
let refusal: { readonly status: number; readonly headers: Headers } = { status: 500, headers: {} };
let calls = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    calls += 1;
    request.resume();
    response.writeHead(refusal.status, refusal.headers).end('{"error":{"message":"no"}}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

afterEach(() => {
  vi.restoreAllMocks();
});

const ask = { messages: [{ role: 'user' as const, content: 'Why?' }], model: 'any' };

const clients: Readonly<Record<Vendor, () => Promise<unknown>>> = {
  anthropic: () => new Anthropic({ apiKey: 'k', baseURL: url }).messages.create({ ...ask, max_tokens: 10 }),
  openai: () => new OpenAI({ apiKey: 'k', baseURL: url }).chat.completions.create(ask),
};

/** What the real SDK did: how often it called, and for how long it meant to wait in between. */
async function observe(
  vendor: Vendor,
): Promise<{ readonly calls: number; readonly waits: readonly number[] }> {
  const waits: number[] = [];
  const real = globalThis.setTimeout;
  vi.spyOn(Math, 'random').mockReturnValue(CHANCE);
  const isWait = (ms: number): boolean => ms !== SDK_TIMEOUT && (new Error().stack ?? '').includes('sleep');
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((run: () => void, ms = 0) => {
    if (isWait(ms)) waits.push(ms);
    return real(run, isWait(ms) ? 0 : ms);
  });
  calls = 0;
  await expect(clients[vendor]()).rejects.toThrow();
  vi.restoreAllMocks();
  // A timer runs at once for what it can't hold.
  return { calls, waits: waits.map((ms) => (ms > 0 && ms <= 2 ** 31 - 1 ? ms : 0)) };
}

function expected(vendor: Vendor, status: number, headers: Headers): readonly number[] {
  const count = isRetried(status, headers) ? MAX_RETRIES : 0;
  return Array.from({ length: count }, (_, retries) =>
    waitBefore(vendor, headers, { retries, chance: CHANCE, now: Date.now() }),
  );
}

describe.each(['anthropic', 'openai'] as const)('%s', (vendor) => {
  test.each([400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 529])(
    'status %d: as many attempts and the same waits',
    async (status) => {
      refusal = { status, headers: {} };
      const seen = await observe(vendor);
      expect(seen.waits).toEqual(expected(vendor, status, {}));
      expect(seen.calls).toBe(seen.waits.length + 1);
    },
  );

  test.each([
    [429, { 'retry-after': '1' }],
    [529, { 'retry-after': '61' }],
    [503, { 'retry-after': '3600' }],
    [500, { 'retry-after': '0.25' }],
    [429, { 'retry-after': '0' }],
    [429, { 'retry-after': '-3' }],
    [429, { 'retry-after': 'garbage' }],
    [429, { 'retry-after': '3000000' }],
    [429, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }],
    [529, { 'retry-after-ms': '150' }],
    [529, { 'retry-after-ms': '0' }],
    [529, { 'retry-after-ms': '0', 'retry-after': '2' }],
    [529, { 'retry-after-ms': '100', 'retry-after': '3' }],
    [529, { 'retry-after-ms': 'x', 'retry-after': '3' }],
    [400, { 'x-should-retry': 'true' }],
    [529, { 'x-should-retry': 'false' }],
    [400, { 'retry-after': '1' }],
  ] as const)('status %d with %j: as many attempts and the same waits', async (status, headers) => {
    refusal = { status, headers };
    const seen = await observe(vendor);
    expect(seen.waits).toEqual(expected(vendor, status, headers));
    expect(seen.calls).toBe(seen.waits.length + 1);
  });

  test('a date in the future is waited for', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() };
    refusal = { status: 429, headers };
    const { waits } = await observe(vendor);
    const own = expected(vendor, 429, headers);
    expect(waits).toHaveLength(2);
    // Both read a clock, one a little later than the other.
    waits.forEach((wait, index) => {
      expect(Math.abs(wait - (own[index] ?? 0))).toBeLessThan(60_000);
    });
  });

  test.each([
    [529, 3],
    [429, 3],
    [408, 3],
    [400, 1],
    [404, 1],
  ])('our own few lines call a server that answers %d so often: %d', async (status, attempts) => {
    refusal = { status, headers: { 'retry-after-ms': '5' } };
    calls = 0;
    const call = { url, headers: {}, body: ask };
    await expect(sendLikeSdk(vendor)(call)).rejects.toThrow(String(status));
    expect(calls).toBe(attempts);
  });
});

test('nobody listening: both call it a connection error after three attempts', async () => {
  const dead = createServer();
  await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
  const gone = `http://127.0.0.1:${(dead.address() as AddressInfo).port}`;
  await new Promise((resolve) => dead.close(resolve));
  let tries = 0;
  const counting: typeof fetch = (...args) => {
    tries += 1;
    return fetch(...args);
  };
  const client = new Anthropic({ apiKey: 'k', baseURL: gone, fetch: counting });
  await expect(client.messages.create({ ...ask, max_tokens: 10 })).rejects.toThrow('Connection error.');
  expect(tries).toBe(1 + MAX_RETRIES);
  await expect(sendLikeSdk('anthropic')({ url: gone, headers: {}, body: ask })).rejects.toThrow(
    'Connection error.',
  );
});
