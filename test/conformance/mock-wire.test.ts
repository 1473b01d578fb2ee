/** Every kind of step, as it looks at the other end of a connection. */
import { afterEach, describe, expect, test } from 'vitest';
import { readWatermark } from '../../src/catalog/answers/watermark.js';
import type { AttemptRow } from '../../src/model/event.js';
import type { FaultWindow } from '../../src/model/plan.js';
import type { Upstream } from '../../src/model/scenario.js';
import type { Address, MockOptions, Mocks } from '../../src/run/contract.js';
import { startMocks } from '../../src/run/mock/mocks.js';
import { mocking, planOf, tokenOf, upstream, window } from '../support/mocking.js';
import { rawCall } from '../support/raw-client.js';

const opened: Mocks[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((mocks) => mocks.close()));
});

interface Rehearsal {
  readonly mocks: Mocks;
  readonly to: Address;
  readonly rows: AttemptRow[];
  /** Resolves with the row of the attempt with this number. */
  readonly row: (number: number) => Promise<AttemptRow>;
}

async function rehearse(
  windows: readonly FaultWindow[],
  changes: Partial<Upstream> = {},
  options: Partial<MockOptions> = {},
): Promise<Rehearsal> {
  const waiting: (() => void)[] = [];
  const plan = planOf([upstream(changes)], windows);
  const rows: AttemptRow[] = [];
  const started = mocking(plan, {
    ...options,
    onAttempt: (row) => {
      rows.push(row);
      waiting.splice(0).forEach((tell) => tell());
    },
  });
  const mocks = await startMocks(started.options);
  opened.push(mocks);
  const to = mocks.addresses.get('claude');
  if (to === undefined) throw new Error('no address');
  const row = async (number: number): Promise<AttemptRow> => {
    for (;;) {
      const found = rows.find(({ id }) => id === number);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return { mocks, to, rows, row };
}

function question(inbound: number, more: object = {}): { readonly body: string } {
  const messages = [{ role: 'user', content: `Why? ${tokenOf(inbound)}` }];
  return { body: JSON.stringify({ model: 'claude-x', max_tokens: 500, messages, ...more }) };
}

const STREAM = { stream: true };

describe('on the wire', () => {
  test('a whole answer has its length, and the connection goes on to the next', async () => {
    const { to, row } = await rehearse([]);
    const call = rawCall(to, question(1));
    const { text } = await call.until('"usage"');
    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(text).toContain('content-length: ');
    expect(readWatermark(text).words).toHaveLength(20);
    const { body } = question(2);
    call.socket.write(
      `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${to.port}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(await row(2)).toMatchObject({ inbound: 2, outcome: 'ok', endedBy: 'mock', tokensOut: 22 });
    call.socket.destroy();
  });

  test('a stream is chunked to its last chunk, and the connection goes on to the next', async () => {
    const { to, row } = await rehearse([]);
    const call = rawCall(to, question(1, STREAM));
    const { text, end } = await call.until('\r\n0\r\n\r\n');
    expect(unchunked(text)).toContain('event: message_stop');
    expect([readWatermark(text).words.length, end]).toEqual([20, 'open']);
    expect(await row(1)).toMatchObject({ outcome: 'ok', status: 200, tokensOut: 22 });
    call.socket.destroy();
  });

  test('`end` after a token ends the message cleanly, without the end mark', async () => {
    const { to, row } = await rehearse([window('cut', { after: 5, how: 'end' })]);
    const call = rawCall(to, question(1, STREAM));
    const { text } = await call.until('\r\n0\r\n\r\n');
    expect(unchunked(text)).not.toContain('message_stop');
    expect(await row(1)).toMatchObject({ outcome: 'cut', status: 200, tokensOut: 5, faults: ['w1'] });
    call.socket.destroy();
  });

  test('`fin` ends the connection and leaves the message open', async () => {
    const { to, row } = await rehearse([window('cut', { after: 5, how: 'fin' })]);
    const { text, end } = await rawCall(to, question(1, STREAM)).ended();
    expect([text.endsWith('0\r\n\r\n'), end]).toEqual([false, 'fin']);
    expect(readWatermark(text).words).toHaveLength(4);
    expect(await row(1)).toMatchObject({ outcome: 'cut', endedBy: 'mock' });
  });

  test('`fin` in a whole body arrives with less than was promised', async () => {
    const { to } = await rehearse([window('cut', { after: 5, how: 'fin' })]);
    const { text, end } = await rawCall(to, question(1)).ended();
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const promised = Number(/content-length: (\d+)/.exec(head)?.[1]);
    expect([promised > body.length, body.length > 0, end]).toEqual([true, true, 'fin']);
  });

  test('`reset` before the head says nothing at all', async () => {
    const { to, row } = await rehearse([window('commit-then-fail', {})]);
    expect(await rawCall(to, question(1)).ended()).toEqual({ text: '', end: 'reset' });
    expect(await row(1)).toMatchObject({ outcome: 'reset', status: null, tokensOut: 22 });
  });

  test('`reset` after a token is a reset, not an end', async () => {
    const model = { ...upstream().model, speed: { low: 50, high: 50 } };
    const { to, row } = await rehearse([window('cut', { after: 3, how: 'reset' })], { model });
    const { text, end } = await rawCall(to, question(1, STREAM)).ended();
    expect([end, readWatermark(text).words.length]).toEqual(['reset', 2]);
    expect(await row(1)).toMatchObject({ outcome: 'cut', tokensOut: 3 });
  });

  test('`hang` keeps the connection and says nothing, until the subject leaves', async () => {
    const { to, mocks, row } = await rehearse([window('hang', {})]);
    const call = rawCall(to, question(1));
    await met(mocks);
    expect(mocks.openAttempts()).toBe(1);
    call.socket.destroy();
    expect(await row(1)).toMatchObject({
      outcome: 'hang',
      endedBy: 'subject',
      status: null,
      retryAfter: null,
    });
    expect((await call.ended()).text).toBe('');
  });

  test('a head goes out before the words that follow it', async () => {
    const { to } = await rehearse([window('stall', { after: 0 })]);
    const call = rawCall(to, question(1, STREAM));
    expect((await call.until('message_start')).text).toMatch(/^HTTP\/1.1 200 OK/);
    call.socket.destroy();
  });

  test('a frame in two pieces is one frame for who puts them together', async () => {
    const { to } = await rehearse([window('malformed', { how: 'split-frame', after: 3 })]);
    const call = rawCall(to, question(1, STREAM));
    const { text } = await call.until('\r\n0\r\n\r\n');
    expect(readWatermark(unchunked(text)).words).toHaveLength(20);
    call.socket.destroy();
  });

  test('words beyond ASCII arrive as they were written', async () => {
    const body = '{"error":"übel 𝄞"}';
    const { to } = await rehearse([window('status', { status: 500, body })]);
    const call = rawCall(to, question(1));
    expect((await call.until('}')).text).toContain(body);
    call.socket.destroy();
  });
});

describe('a subject that leaves', () => {
  test('in the middle of a stream leaves the tokens that were written for it', async () => {
    const model = { ...upstream().model, tokens: { low: 400, high: 400 }, speed: { low: 200, high: 200 } };
    const { to, row } = await rehearse([], { model });
    const call = rawCall(to, question(1, { ...STREAM, max_tokens: 1000 }));
    await call.until('wm0003');
    call.socket.destroy();
    const { outcome, endedBy, tokensOut } = await row(1);
    expect([outcome, endedBy]).toEqual(['abandoned', 'subject']);
    expect(tokensOut).toBeGreaterThanOrEqual(4);
    expect(tokensOut).toBeLessThan(400);
  });

  test('keeps its server busy, where work is wasted', async () => {
    const capacity = { kind: 'limited', concurrent: 1, queue: 0, waste: true, declared: true } as const;
    const model = { ...upstream().model, firstToken: { low: 300, high: 300 } };
    const { to, mocks, row } = await rehearse([], { capacity, model });
    const first = rawCall(to, question(1));
    await met(mocks);
    first.socket.destroy();
    expect(await row(1)).toMatchObject({ outcome: 'abandoned', endedBy: 'subject', tokensOut: 0 });
    const second = rawCall(to, question(2));
    expect((await second.until('}')).text).toContain('529');
    expect(await row(2)).toMatchObject({ outcome: 'refused', status: 529 });
    second.socket.destroy();
  });

  test('frees its server for the next in line, where none is', async () => {
    const capacity = { kind: 'limited', concurrent: 1, queue: 1, waste: false, declared: true } as const;
    const { to, mocks, row } = await rehearse(
      [window('latency', { by: '10m' }, { match: firstAttempts() })],
      {
        capacity,
      },
    );
    const first = rawCall(to, { ...question(1), headers: { 'x-slow': 'yes' } });
    await met(mocks);
    const second = rawCall(to, question(2));
    await met(mocks, 2);
    first.socket.destroy();
    expect((await second.until('"usage"')).text).toContain('200 OK');
    expect(await row(2)).toMatchObject({ outcome: 'ok', inbound: 2 });
    second.socket.destroy();
  });
});

describe('the end', () => {
  test('of a window lets go what it holds, if it says so, and the answer follows', async () => {
    const clock = { at: 10 };
    const ticking = { now: () => clock.at + performance.now() * 1e-6 };
    const hang = window('hang', {}, { closes: 50, release: true });
    const { to, mocks, row } = await rehearse([hang], {}, { clock: ticking });
    const call = rawCall(to, question(1));
    await met(mocks);
    clock.at = 60;
    expect((await call.until('"usage"')).text).toContain('200 OK');
    expect(await row(1)).toMatchObject({ outcome: 'slow', faults: ['w1'], tokensOut: 22 });
    call.socket.destroy();
  });

  test('of a window lets a stalled stream go on where it stood', async () => {
    const clock = { at: 10 };
    const ticking = { now: () => clock.at + performance.now() * 1e-6 };
    const stall = window('stall', { after: 8 }, { closes: 50, release: true });
    const { to, mocks } = await rehearse([stall], {}, { clock: ticking });
    const call = rawCall(to, question(1, STREAM));
    await met(mocks);
    clock.at = 60;
    const { text } = await call.until('\r\n0\r\n\r\n');
    expect(readWatermark(unchunked(text)).words).toEqual(Array.from({ length: 20 }, (_, word) => word + 1));
    call.socket.destroy();
  });

  test('of the run ends what hangs and what streams, and leaves no connection', async () => {
    const model = { ...upstream().model, firstToken: { low: 60_000, high: 60_000 } };
    const windows = [window('hang', {}, { match: { ...window('hang', {}).match, stream: false } })];
    const { to, mocks, rows } = await rehearse(windows, { model });
    const calls = [rawCall(to, question(1)), rawCall(to, question(2, STREAM))];
    await met(mocks, 2);
    await mocks.close();
    expect(rows.map(({ outcome, endedBy }) => [outcome, endedBy])).toEqual([
      ['hang', 'mock'],
      ['abandoned', 'mock'],
    ]);
    expect((await Promise.all(calls.map((call) => call.ended()))).map(({ text }) => text)).toEqual(['', '']);
    expect(mocks.openAttempts()).toBe(0);
  });
});

/** What is written in the chunks of a response. */
function unchunked(text: string): string {
  const [, ...rest] = text.split('\r\n\r\n');
  let left = rest.join('\r\n\r\n');
  let body = '';
  for (let size = Number.parseInt(left, 16); size > 0; size = Number.parseInt(left, 16)) {
    const from = left.indexOf('\r\n') + 2;
    const chunk = Buffer.from(left.slice(from)).subarray(0, size).toString();
    body += chunk;
    left = left.slice(from + chunk.length + 2);
  }
  return body;
}

/** Resolves once the mock has met so many calls that are not over. */
async function met(mocks: Mocks, calls = 1): Promise<void> {
  while (mocks.calls('claude') < calls) await new Promise((resolve) => setImmediate(resolve));
}

function firstAttempts() {
  return { ...window('hang', {}).match, header: { 'x-slow': 'yes' } };
}
