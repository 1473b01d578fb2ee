import { describe, expect, it } from 'vitest';
import { markedAnswer, mintNonce } from '../../../../src/catalog/answers/watermark.js';
import { findAnswer } from '../../../../src/run/conductor/learn/find-answer.js';

const { pieces } = markedAnswer(mintNonce(1, 1), 5);
const words = pieces.join('');

function typed(type: string, body: string, length: string | null = null) {
  const headers = { 'content-type': type, ...(length === null ? {} : { 'content-length': length }) };
  return findAnswer({ headers, body });
}

describe('where an answer is found', () => {
  it('lies in a field of a JSON body', () => {
    const found = typed('application/json', JSON.stringify({ ok: true, data: { text: `<p>${words}</p>` } }));
    expect(found).toMatchObject({
      stream: { format: 'none' },
      answer: { at: '/data/text', survives: 'words' },
    });
  });

  it('comes in server-sent events, whatever the app calls them', () => {
    const body = [...pieces.map((piece) => JSON.stringify({ token: piece })), '[DONE]']
      .map((data) => `data: ${data}\n\n`)
      .join('');
    for (const type of ['text/event-stream; charset=utf-8', 'text/plain']) {
      expect(typed(type, body)?.stream).toMatchObject({ format: 'sse', text: '/token', done: '[DONE]' });
    }
  });

  // As toUIMessageStreamResponse of `ai` 6.0.326 wrote it, where an error is {"type":"error","errorText":"…"}.
  it('comes in the messages of the AI SDK, whose errors have a field of their own', () => {
    const deltas = pieces.map((delta) => ({ type: 'text-delta', id: '0', delta }));
    const parts = [{ type: 'start' }, { type: 'text-start', id: '0' }, ...deltas, { type: 'finish' }];
    const body = [...parts.map((part) => JSON.stringify(part)), '[DONE]'].map((data) => `data: ${data}\n\n`);
    expect(typed('text/event-stream', body.join(''))?.stream).toEqual({
      ...{ format: 'sse', text: '/delta', done: '[DONE]' },
      error: { event: 'error', at: '/errorText' },
    });
  });

  it('comes as JSON lines, whatever the app calls them', () => {
    const body = pieces.map((piece) => `${JSON.stringify({ delta: piece })}\n`).join('');
    for (const type of ['application/x-ndjson', 'text/plain']) {
      expect(typed(type, body)?.stream).toMatchObject({ format: 'ndjson', text: '/delta' });
    }
  });

  it('is text in pieces where no length was said, and whole text where one was', () => {
    expect(typed('text/plain', words)?.stream).toMatchObject({ format: 'text', text: '' });
    expect(typed('text/plain', words, '99')).toMatchObject({
      stream: { format: 'none' },
      answer: { at: '' },
    });
  });

  it('says where the app shows an excerpt only', () => {
    const half = pieces.slice(0, 3).join('');
    expect(typed('application/json', JSON.stringify({ half }))?.answer).toMatchObject({
      at: '/half',
      part: true,
    });
  });

  it('is nowhere without a watermark', () => {
    expect(typed('application/json', '{"answer":"hello"}')).toBeNull();
    expect(typed('text/event-stream', 'data: hello\n\n')).toBeNull();
  });
});
