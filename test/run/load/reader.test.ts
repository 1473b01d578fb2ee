import { describe, expect, it } from 'vitest';
import type { Journey, StreamShape } from '../../../src/model/scenario.js';
import { ResponseReader, type Reading } from '../../../src/run/load/reader.js';
import { journeyOf } from '../../support/record.js';

interface Response {
  readonly journey?: Partial<Journey>;
  readonly status?: number;
  readonly type?: string;
  readonly limit?: number;
  readonly isWhole?: boolean;
}

/** The head comes at 10, the chunks at 20, 30, … */
function read(chunks: readonly Uint8Array[], response: Response = {}): Reading {
  const reader = new ResponseReader(journeyOf(response.journey ?? {}), response.limit ?? 10_000);
  reader.head(response.status ?? 200, { 'content-type': response.type ?? '' }, 10);
  chunks.forEach((chunk, index) => reader.body(chunk, 20 + 10 * index));
  return reader.finish(response.isWhole ?? true, 1_000);
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const SSE: StreamShape = {
  format: 'sse',
  text: '/token',
  done: '[DONE]',
  error: { event: 'error', at: '/error' },
};
const NDJSON: StreamShape = {
  format: 'ndjson',
  text: '/t',
  done: '{"done":true}',
  error: { event: null, at: '/error' },
};
const TEXT: StreamShape = { format: 'text', text: '', done: null, error: { event: null, at: null } };

/** Broken into two at every byte, in the middle of characters as well. */
function everywhere(text: string): readonly (readonly Uint8Array[])[] {
  const all = bytes(text);
  return Array.from({ length: all.length + 1 }, (_, at) => [all.slice(0, at), all.slice(at)]);
}

describe('a JSON answer', () => {
  it('is the text at its place, wherever its bytes are broken', () => {
    for (const chunks of everywhere('{"answer":"Grüße 🙂"}')) {
      const reading = read(chunks);
      expect(reading.text).toBe('Grüße 🙂');
      expect(reading.json).toEqual({ answer: 'Grüße 🙂' });
      expect(reading.bytes).toBe(25);
      expect(reading.capped).toBe(false);
    }
  });

  it('has its first content with its first byte of a body, its first byte with its head', () => {
    const reading = read([bytes(''), bytes('{'), bytes('}')]);
    expect(reading.firstByte).toBe(10);
    expect(reading.firstContent).toBe(30);
  });

  it('that is structured is told as JSON', () => {
    expect(read([bytes('{"answer":{"a":["b"]}}')]).text).toBe('{"a":["b"]}');
  });

  it('is kept up to the limit and counted beyond', () => {
    const reading = read([bytes('{"answer":"'), bytes('x'.repeat(100)), bytes('"}')], { limit: 20 });
    expect(reading.body).toBe('{"answer":"xxxxxxxxx');
    expect(reading.bytes).toBe(113);
    expect(reading.capped).toBe(true);
  });

  it('that never came has no status, no times and no text', () => {
    const reading = new ResponseReader(journeyOf(), 100).finish(false, 50);
    expect(reading).toMatchObject({ status: null, firstByte: null, firstContent: null, bytes: 0, text: '' });
  });

  it('that is no JSON is text only where the whole body is the answer', () => {
    const journey = { answer: { at: '', survives: 'words', part: false, schema: null } } as const;
    expect(read([bytes('plain words')], { journey }).text).toBe('plain words');
    expect(read([bytes('plain words')]).text).toBe('');
    expect(read([bytes('plain words')]).json).toBeUndefined();
  });
});

describe('a stream of events', () => {
  const body = [
    'data: {"token":""}\n\n',
    'event: token\ndata: {"token":"Grü"}\n\n',
    ': ping\n\n',
    'data: {"token":"ße 🙂"}\n\n',
    'data: [DONE]\n\n',
  ].join('');

  it('is the pieces at their place, wherever its bytes are broken', () => {
    for (const chunks of everywhere(body)) {
      const reading = read(chunks, { journey: { stream: SSE }, type: 'text/event-stream' });
      expect(reading.text).toBe('Grüße 🙂');
      expect(reading.streamDone).toBe('done');
      expect(reading.streamError).toBeNull();
      expect(reading.events).toEqual(['token']);
      expect(reading.json).toBeUndefined();
      expect(reading.body).toBe(body);
    }
  });

  it('has its first content with the first piece that says something', () => {
    const chunks = ['data: {"token":""}\n\n', ': ping\n\n', 'data: {"token":"a"}\n\n', 'data: [DONE]\n\n'];
    expect(read(chunks.map(bytes), { journey: { stream: SSE } }).firstContent).toBe(40);
  });

  it('that grows is the last of its texts, and cut where it stopped growing', () => {
    const journey = { stream: { ...SSE, grows: true } as const };
    const event = (token: string): string => `data: ${JSON.stringify({ token })}\n\n`;
    const whole = event('one') + event('one two') + event('one two three') + 'data: [DONE]\n\n';
    expect(read([bytes(whole)], { journey })).toMatchObject({ text: 'one two three', streamDone: 'done' });
    expect(read([bytes(event('one') + event('one two'))], { journey })).toMatchObject({ text: 'one two' });
  });

  it('is missing its end where nothing says so', () => {
    expect(read([bytes('data: {"token":"a"}\n\n')], { journey: { stream: SSE } }).streamDone).toBe('missing');
  });

  it('needs no end mark where none is declared', () => {
    const stream = { ...SSE, done: null };
    expect(read([bytes('data: {"token":"a"}\n\n')], { journey: { stream } }).streamDone).toBe('none');
  });

  it('may end with an event by its name', () => {
    const stream = { ...SSE, done: 'end' };
    const chunks = [bytes('event: end\ndata: {}\n\n')];
    expect(read(chunks, { journey: { stream } }).streamDone).toBe('done');
  });

  it('says what its error event says, by name or by place, and takes it for no piece', () => {
    const named = read([bytes('data: {"token":"a"}\n\nevent: error\ndata: {"token":"oops"}\n\n')], {
      journey: { stream: SSE },
    });
    expect(named).toMatchObject({ text: 'a', streamError: '{"token":"oops"}' });
    const placed = read([bytes('data: {"error":{"type":"overloaded"}}\n\n')], { journey: { stream: SSE } });
    expect(placed.streamError).toBe('{"error":{"type":"overloaded"}}');
  });

  it('takes an error that is null for none', () => {
    const reading = read([bytes('data: {"token":"a","error":null}\n\n')], { journey: { stream: SSE } });
    expect(reading).toMatchObject({ text: 'a', streamError: null });
  });

  it('drops the half of an event that a cut leaves', () => {
    const half = [bytes('data: {"token":"a"}\n\ndata: {"token":"b"}\n')];
    expect(read(half, { journey: { stream: SSE }, isWhole: false }).text).toBe('a');
    expect(read(half, { journey: { stream: SSE }, isWhole: true }).text).toBe('ab');
  });

  it('is watched for its end beyond the limit of what is kept', () => {
    const chunks = [bytes(`data: {"token":"${'x'.repeat(50)}"}\n\n`), bytes('data: [DONE]\n\n')];
    const reading = read(chunks, { journey: { stream: SSE }, limit: 70 });
    expect(reading).toMatchObject({ streamDone: 'done', capped: true });
    expect(reading.text).toBe('x'.repeat(50));
  });

  it('that is refused, or answered with JSON, is read as it is', () => {
    const refused = read([bytes('{"error":"busy"}')], { journey: { stream: SSE }, status: 503 });
    expect(refused).toMatchObject({ streamDone: 'none', json: { error: 'busy' } });
    const whole = read([bytes('{"answer":"a"}')], { journey: { stream: SSE }, type: 'application/json' });
    expect(whole).toMatchObject({ streamDone: 'none', text: 'a' });
  });
});

describe('a stream of JSON lines', () => {
  it('is the pieces at their place, wherever its bytes are broken', () => {
    for (const chunks of everywhere('{"t":"né"}\n{"t":" 🙂"}\n{"done": true}\n')) {
      const reading = read(chunks, { journey: { stream: NDJSON }, type: 'application/x-ndjson' });
      expect(reading).toMatchObject({ text: 'né 🙂', streamDone: 'done', streamError: null });
    }
  });
});

describe('a stream of text', () => {
  it('is all of it, wherever its bytes are broken', () => {
    for (const chunks of everywhere('né 🙂')) {
      const reading = read(chunks, { journey: { stream: TEXT }, type: 'text/plain' });
      expect(reading).toMatchObject({ text: 'né 🙂', streamDone: 'none' });
    }
  });

  it('has its first content with its first whole character', () => {
    const [first, second] = [bytes('é').slice(0, 1), bytes('é').slice(1)];
    expect(read([first, second], { journey: { stream: TEXT } }).firstContent).toBe(30);
  });

  it('may end with a mark, which is no part of the answer', () => {
    const stream = { ...TEXT, done: '--END--' };
    expect(read([bytes('a b --END--\n')], { journey: { stream } })).toMatchObject({
      text: 'a b ',
      streamDone: 'done',
    });
    expect(read([bytes('a b --EN')], { journey: { stream } }).streamDone).toBe('missing');
  });
});
