/** The same mocks without a socket, for suites that run in one process with the app. */
import { getResponse } from 'msw';
import { afterEach, expect, test } from 'vitest';
import { readWatermark } from '../../src/catalog/answers/watermark.js';
import type { AttemptRow } from '../../src/model/event.js';
import type { FaultWindow } from '../../src/model/plan.js';
import { startMswMocks, type MswMocks } from '../../src/run/mock/msw.js';
import { mocking, planOf, tokenOf, upstream, window } from '../support/mocking.js';

const URL = 'https://api.anthropic.com';

let mocks: MswMocks | null = null;

afterEach(() => mocks?.close());

async function ask(
  windows: readonly FaultWindow[],
  {
    stream = false,
    path = '/v1/messages',
    signal,
  }: { stream?: boolean; path?: string; signal?: AbortSignal } = {},
): Promise<{ readonly response: Response | undefined; readonly rows: readonly AttemptRow[] }> {
  const { options, rows } = mocking(planOf([upstream()], windows));
  mocks = startMswMocks({ ...options, urls: new Map([['claude', URL]]) });
  const messages = [{ role: 'user', content: `Why? ${tokenOf(4)}` }];
  const body = JSON.stringify({ model: 'x', max_tokens: 500, stream, messages });
  const request = new Request(`${URL}${path}`, { method: 'POST', body, signal: signal ?? null });
  return { response: await getResponse(mocks.handlers, request), rows };
}

test.each([false, true])('answers in full, streamed: %s', async (stream) => {
  const { response, rows } = await ask([], { stream });
  const text = (await response?.text()) ?? '';
  expect(readWatermark(text).words).toHaveLength(20);
  expect(response?.headers.get('content-type')).toContain(stream ? 'event-stream' : 'json');
  expect(rows).toMatchObject([{ inbound: 4, outcome: 'ok', status: 200, tokensOut: 22 }]);
});

test('refuses in its own words while a window is open', async () => {
  const { response, rows } = await ask([window('status', { status: 529 })]);
  expect([response?.status, await response?.json()]).toMatchObject([
    529,
    { error: { type: 'overloaded_error' } },
  ]);
  expect(rows).toMatchObject([{ outcome: 'http-error', faults: ['w1'] }]);
});

test('a reset is a network error, or breaks the body', async () => {
  const { response } = await ask([window('commit-then-fail', {})]);
  expect(response?.type).toBe('error');
  const { response: cut, rows } = await ask([window('cut', { after: 4, how: 'reset' })], { stream: true });
  await expect(cut?.text()).rejects.toThrow('terminated');
  expect(rows).toMatchObject([{ outcome: 'cut', tokensOut: 4 }]);
});

test('a connection that ends has given what was said before', async () => {
  for (const stream of [true, false]) {
    const { response } = await ask([window('cut', { after: 5, how: 'fin' })], { stream });
    let text = '';
    const read = async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response?.body ?? []) text += decoder.decode(chunk as Uint8Array);
    };
    await expect(read()).rejects.toThrow('terminated');
    // A quarter of a whole body ends before the first word, and well after its beginning.
    expect(text.length).toBeGreaterThan(100);
    expect(readWatermark(text).words).toEqual(stream ? [1, 2, 3, 4] : []);
  }
});

test('a caller that gives up ends the attempt', async () => {
  const { response, rows } = await ask([window('stall', { after: 4 })], { stream: true });
  await response?.body?.cancel();
  expect(rows).toMatchObject([{ outcome: 'hang', endedBy: 'subject', tokensOut: 4 }]);
});

test('lists of models are answered, and are no attempts', async () => {
  const { options, rows } = mocking(planOf([upstream()]));
  mocks = startMswMocks({ ...options, urls: new Map([['claude', URL]]) });
  const response = await getResponse(mocks.handlers, new Request(`${URL}/v1/models`));
  expect([response?.status, rows.length]).toEqual([200, 0]);
});

test('a body of more than 32 MB is refused as by the vendor', async () => {
  const { options, rows } = mocking(planOf([upstream()]));
  mocks = startMswMocks({ ...options, urls: new Map([['claude', URL]]) });
  const body = 'x'.repeat(32 * 1024 * 1024 + 1);
  const request = new Request(`${URL}/v1/messages`, { method: 'POST', body });
  const response = await getResponse(mocks.handlers, request);
  expect([response?.status, await response?.json()]).toMatchObject([
    413,
    { error: { type: 'request_too_large' } },
  ]);
  expect(rows).toMatchObject([{ outcome: 'http-error', status: 413 }]);
});

test('a request to somewhere else is left to others', async () => {
  const { options } = mocking(planOf([upstream()]));
  mocks = startMswMocks({ ...options, urls: new Map([['claude', URL]]) });
  expect(await getResponse(mocks.handlers, new Request('https://example.com/'))).toBeUndefined();
});
