/** The demo apps on real sockets, each against providers that do as they are told. */
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoServer, type Chatbot } from '../../src/demo/chatbot.js';
import type { Environment } from '../../src/demo/dialects.js';
import { hardened } from '../../src/demo/hardened.js';
import { naive } from '../../src/demo/naive.js';
import { sdk } from '../../src/demo/sdk.js';
import { stubborn } from '../../src/demo/stubborn.js';
import { listen, scriptedUpstream, type Act, type ScriptedUpstream } from '../support/scripted-upstream.js';

const ANSWER = 'The answer is forty-two.';
const SPARE = 'The spare answer.';
const apps = { naive, stubborn, sdk, hardened } as const;
const always = (act: Act) => (): Act => act;
const answering: Act = { do: 'answer' };

let primary: ScriptedUpstream;
let secondary: ScriptedUpstream;
let server: Server | null = null;

beforeEach(async () => {
  primary = await scriptedUpstream(always(answering));
  secondary = await scriptedUpstream(always({ do: 'answer', text: SPARE }));
});

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  server = null;
  primary.close();
  secondary.close();
});

async function start(makeBot: (env: Environment) => Chatbot): Promise<string> {
  const env = { ANTHROPIC_BASE_URL: primary.url, OPENAI_BASE_URL: `${secondary.url}/v1` };
  server = demoServer(makeBot(env));
  return listen(server);
}

interface Got {
  readonly status: number;
  readonly degraded: string | null;
  readonly retryAfter: string | null;
  readonly body: string;
}

async function send(url: string, path: string, question = 'What is it?'): Promise<Got> {
  const body = JSON.stringify({ question });
  const response = await fetch(url + path, { method: 'POST', body });
  return {
    status: response.status,
    degraded: response.headers.get('x-degraded'),
    retryAfter: response.headers.get('retry-after'),
    body: await response.text(),
  };
}

function streamed(body: string): string {
  const tokens = [...body.matchAll(/^data: (\{"token".*\})$/gm)].map(
    ([, data]) => (JSON.parse(data ?? '') as { token: string }).token,
  );
  return tokens.join('');
}

describe.each(Object.entries(apps))('%s, on a healthy day', (_, app) => {
  test('answers whole and as a stream with an end mark, from the primary', async () => {
    const url = await start(app);
    expect(await send(url, '/ask')).toMatchObject({
      status: 200,
      body: JSON.stringify({ answer: ANSWER }),
      degraded: null,
    });
    const stream = await send(url, '/stream');
    expect(streamed(stream.body)).toBe(ANSWER);
    expect(stream.body).toMatch(/data: \[DONE\]\n\n$/);
    expect([primary.calls, secondary.calls]).toEqual([2, 0]);
  });

  test('keeps notes and tells its health without a model', async () => {
    primary.script = always({ do: 'hang' });
    const url = await start(app);
    const saved = await fetch(`${url}/notes`, { method: 'POST', body: '{"text":"milk"}' });
    expect(saved.status).toBe(201);
    const { id } = (await saved.json()) as { id: string };
    expect(await (await fetch(`${url}/notes`)).json()).toEqual({ notes: [{ id, text: 'milk' }] });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(primary.calls).toBe(0);
  });

  test.each(['', '{', '{"question":3}', '[]', `{"question":"${'x'.repeat(1_100_000)}"}`])(
    'refuses a body that it cannot use',
    async (body) => {
      const url = await start(app);
      const response = await fetch(`${url}/ask`, { method: 'POST', body });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: 'bad_request' } });
    },
  );

  test('has no other pages', async () => {
    expect((await fetch(`${await start(app)}/admin`)).status).toBe(404);
  });
});

const refusal: Act = { do: 'refuse', status: 529, body: '{"error":{"type":"overloaded_error"}}' };

test.each([
  ['naive', 1],
  ['stubborn', 10],
] as const)('%s calls a provider that is down %d times and shows what it said', async (id, calls) => {
  primary.script = always(refusal);
  const url = await start(apps[id]);
  const got = await send(url, '/ask');
  expect(got.status).toBe(500);
  expect(got.body).toContain('overloaded_error');
  expect(primary.calls).toBe(calls);
});

test('sdk calls a provider that is down three times and shows what it said', async () => {
  primary.script = always({ ...refusal, headers: { 'retry-after-ms': '5' } });
  const got = await send(await start(sdk), '/ask');
  expect(got.status).toBe(500);
  expect(got.body).toContain('overloaded_error');
  expect(primary.calls).toBe(3);
});

test.each(['naive', 'stubborn', 'sdk'] as const)(
  '%s takes a stream that ends early for a whole one',
  async (id) => {
    primary.script = always({ do: 'end', tokens: 2 });
    const got = await send(await start(apps[id]), '/stream');
    expect(streamed(got.body)).toBe('The answer ');
    expect(got.body).toMatch(/data: \[DONE\]\n\n$/);
  },
);

test.each(['naive', 'stubborn', 'sdk'] as const)('%s breaks off when the provider does', async (id) => {
  primary.script = always({ do: 'cut', tokens: 2 });
  await expect(send(await start(apps[id]), '/stream')).rejects.toThrow();
});

describe('hardened', () => {
  const bad: readonly (readonly [string, Act])[] = [
    ['500', { do: 'refuse', status: 500 }],
    ['529 with Retry-After', { do: 'refuse', status: 529, headers: { 'retry-after': '5' } }],
    ['429', { do: 'refuse', status: 429, headers: { 'retry-after': '3600' } }],
    ['404 for a retired model', { do: 'refuse', status: 404 }],
    ['400', { do: 'refuse', status: 400 }],
    ['401', { do: 'refuse', status: 401 }],
    ['a reset', { do: 'reset' }],
    ['silence', { do: 'hang' }],
    ['a page of the edge', { do: 'page' }],
    ['an empty answer', { do: 'empty' }],
    ['a cut', { do: 'cut', tokens: 3 }],
    ['an end without an end mark', { do: 'end', tokens: 6 }],
    ['a stall', { do: 'stall', tokens: 3 }],
    ['an error event', { do: 'error-event', tokens: 3 }],
    ['a first token that comes too late', { do: 'answer', firstToken: 20_000 }],
    ['tokens that crawl', { do: 'answer', gap: 400 }],
  ];

  test.each(bad)('answers with the second provider where the first gives %s', async (_, act) => {
    primary.script = always(act);
    const got = await send(await start(hardened), '/ask');
    expect(got).toMatchObject({ status: 200, body: JSON.stringify({ answer: SPARE }), degraded: null });
    expect(primary.calls).toBeLessThanOrEqual(2);
    expect(secondary.calls).toBe(1);
  });

  test.each(bad)('refuses in typed words where both give %s and nothing is saved', async (_, act) => {
    primary.script = always(act);
    secondary.script = always(act);
    const got = await send(await start(hardened), '/ask');
    expect(got.status).toBe(503);
    expect(Number(got.retryAfter)).toBeGreaterThanOrEqual(2);
    expect(JSON.parse(got.body)).toMatchObject({ error: { code: 'unavailable', retryable: true } });
  });

  test.each(['/ask', '/stream'])('%s: serves what it saved, marked, only where both fail', async (path) => {
    const url = await start(hardened);
    await send(url, '/ask', 'Why?');
    const down = always({ do: 'refuse', status: 500 } satisfies Act);
    primary.script = down;
    expect((await send(url, path, 'Why?')).degraded).toBeNull();
    secondary.script = down;
    const got = await send(url, path, 'Why?');
    expect(got).toMatchObject({ status: 200, degraded: 'stale' });
    expect(got.body).toContain('spare answer');
    expect((await send(url, path, 'How?')).status).toBe(503);
  });

  test.each([
    ['a cut', { do: 'cut', tokens: 3 }],
    ['an early end', { do: 'end', tokens: 3 }],
    ['an error event', { do: 'error-event', tokens: 3 }],
    ['a stall', { do: 'stall', tokens: 3 }],
  ] as const)(
    'says that a stream broke off after %s, and holds the next ones until they are whole',
    async (_, act) => {
      primary.script = always(act);
      const url = await start(hardened);
      const first = await send(url, '/stream');
      expect(streamed(first.body)).toBe('The answer is ');
      expect(first.body).toMatch(/event: error\ndata: \{"error":\{"code":"interrupted"/);
      expect(first.body).not.toContain('[DONE]');
      const second = await send(url, '/stream');
      expect(streamed(second.body)).toBe(SPARE);
      expect(second.body).toMatch(/data: \[DONE\]\n\n$/);
    },
  );

  test('stops calling a provider that is down, and never more than a tenth above one call each', async () => {
    primary.script = always({ do: 'refuse', status: 500 });
    const url = await start(hardened);
    for (let index = 0; index < 100; index += 1) await send(url, '/ask', `q${index}`);
    expect(primary.calls).toBeLessThanOrEqual(20);
    expect(secondary.calls).toBe(100);
  });

  test('makes no call before the Retry-After of the provider is over', async () => {
    primary.script = always({ do: 'refuse', status: 529, headers: { 'retry-after': '10' } });
    const url = await start(hardened);
    for (let index = 0; index < 20; index += 1) await send(url, '/ask', `q${index}`);
    expect(primary.calls).toBe(1);
  });

  test('lets go of the provider when its user leaves', async () => {
    primary.script = always({ do: 'answer', firstToken: 600 });
    const url = await start(hardened);
    const controller = new AbortController();
    const asked = fetch(`${url}/ask`, {
      method: 'POST',
      body: '{"question":"q"}',
      signal: controller.signal,
    });
    while (primary.calls === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    await expect(asked).rejects.toThrow();
    while (primary.dropped === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(secondary.calls).toBe(0);
  });
});
