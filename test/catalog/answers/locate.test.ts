import { describe, expect, it } from 'vitest';
import { locateAnswer, locateStream } from '../../../src/catalog/answers/locate.js';
import { markedAnswer, mintNonce } from '../../../src/catalog/answers/watermark.js';

const { text: answer, pieces } = markedAnswer(mintNonce(1, 7), 12);

describe('an answer in a body', () => {
  it('is found at the leaf that holds it, beside other texts', () => {
    const body = { id: 'x', data: { 'a/b': [{ text: answer }] }, title: pieces[0] };
    expect(locateAnswer(body)).toEqual({
      words: 12,
      place: { at: '/data/a~1b/0/text', survives: 'words', part: false },
    });
  });

  it('is the body itself where the app sends plain text', () => {
    expect(locateAnswer(answer)?.place.at).toBe('');
  });

  it('is a part where the app shows an excerpt, and a nonce where no word is left', () => {
    expect(locateAnswer({ summary: pieces.slice(0, 5).join('') })?.place).toMatchObject({
      survives: 'words',
      part: true,
    });
    expect(locateAnswer({ summary: pieces[0] })?.place).toMatchObject({ survives: 'nonce' });
  });

  it('is not found where nothing of the watermark is left', () => {
    expect(locateAnswer({ answer: 'All is well.' })).toBeNull();
  });
});

describe('beside what went back to the model', () => {
  const spent = new Set([mintNonce(1, 7)]);
  const { pieces: last } = markedAnswer(mintNonce(1, 8), 12);

  it('is the answer that did not, wherever the conversation is shown', () => {
    const messages = [{ input: answer }, { result: `found ${answer}` }, { text: last.join('') }];
    const place = { at: '/messages/2/text', survives: 'words', part: false };
    expect(locateAnswer({ messages }, spent)?.place).toEqual(place);
    expect(locateAnswer({ messages: messages.slice(0, 2) }, spent)).toBeNull();
  });

  it('is the field of a stream that holds it, with or without a result before it', () => {
    const said = (texts: readonly string[], key: string) =>
      texts.map((text) => ({ name: null, data: JSON.stringify({ [key]: text }) }));
    const calls = said(pieces, 'input');
    const shown = locateStream([...calls, ...said(last, 'text')], 'sse', spent)?.place;
    expect(shown?.stream).toMatchObject({ text: '/text' });
    const mixed = locateStream([...calls, ...said([answer, ...last], 'content')], 'sse', spent)?.place;
    expect(mixed).toMatchObject({ stream: { text: '/content' }, answer: { part: false } });
  });
});

describe('an answer in a stream', () => {
  it('is found in the field that holds its pieces, with the data that ends it', () => {
    const events = [
      { name: null, data: '{"type":"start"}' },
      ...pieces.map((token) => ({ name: null, data: JSON.stringify({ type: 'token', token }) })),
      { name: null, data: '[DONE]' },
    ];
    expect(locateStream(events, 'sse')?.place).toMatchObject({
      stream: { format: 'sse', text: '/token', done: '[DONE]' },
      answer: { survives: 'words', part: false },
    });
  });

  it('is found in plain data, with the name of the event that ends it', () => {
    const events = [...pieces.map((data) => ({ name: 'chunk', data })), { name: 'done', data: '{}' }];
    expect(locateStream(events, 'sse')?.place.stream).toMatchObject({ text: '', done: 'done' });
  });

  it('grows where each event says all of it so far, as partial results do', () => {
    const partial = pieces.map((_, index) => ({ output: pieces.slice(0, index + 1).join('') }));
    const events = [{ output: '' }, ...partial].map((data) => ({ name: null, data: JSON.stringify(data) }));
    expect(locateStream([...events, { name: null, data: '[DONE]' }], 'sse')?.place).toMatchObject({
      stream: { text: '/output', grows: true, done: '[DONE]' },
      answer: { survives: 'words', part: false },
    });
  });

  it('has no end of its own where the last event is a piece', () => {
    const events = pieces.map((t) => ({ name: null, data: JSON.stringify({ t }) }));
    expect(locateStream(events, 'ndjson')?.place.stream).toMatchObject({
      format: 'ndjson',
      text: '/t',
      done: null,
    });
  });
});
