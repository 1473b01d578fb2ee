/** Answers of which little or nothing of the watermark survives, and those that come later. */
import { describe, expect, test } from 'vitest';
import type { ResponseClass } from '../../../src/model/event.js';
import type { Journey } from '../../../src/model/scenario.js';
import { OLD, OWN, SECOND, see, words, type Row, type Sketch } from './specimen.js';

describe('a journey that needs no model', () => {
  const plain = {
    needsModel: false,
    answer: { at: '', survives: 'none', part: false, schema: null },
  } as const;
  const rows: readonly (readonly [string, Sketch, ResponseClass])[] = [
    ['201 with an id', { observed: { status: 201 }, json: { id: 'n1' } }, 'full'],
    ['204 without a body', { observed: { status: 204 } }, 'full'],
    ['500', { observed: { status: 500, body: 'Internal Server Error' } }, 'honest-error'],
    ['500 with a stack trace', { observed: { status: 500, body: 'at a (/app/b.js:1:2)' } }, 'raw-error'],
    ['no response in time', { observed: { status: null, end: 'deadline', ended: 40_000 } }, 'hang'],
  ];
  test.each(rows)('%s', (_, sketch, is) => {
    expect(see({ ...sketch, journey: plain }).class).toBe(is);
  });

  test('a schema that its body breaks makes the success a lie', () => {
    const answer = { ...plain.answer, schema: { required: ['id'] } };
    expect(see({ journey: { ...plain, answer }, json: { id: 1 } }).class).toBe('full');
    expect(see({ journey: { ...plain, answer }, json: {} }).class).toBe('lie');
  });
});

describe('what survives', () => {
  const survives = (what: 'nonce' | 'none', part = false): Partial<Journey> => ({
    answer: { at: '/answer', survives: what, part, schema: null },
  });
  const excerpts = { answer: { at: '/answer', survives: 'words', part: true, schema: null } } as const;
  const head = words(OWN, 0, 1);
  const rows: readonly Row[] = [
    [
      'a nonce alone, where only that survives',
      { journey: survives('nonce'), json: { answer: head } },
      'full',
      'claude',
    ],
    [
      'a nonce elsewhere in the body',
      { journey: survives('nonce'), json: { answer: 'Short.', id: head } },
      'full',
      'claude',
    ],
    ['an old nonce', { journey: survives('nonce'), json: { answer: words(OLD, 0, 1) } }, 'lie', 'claude'],
    [
      'no nonce, where one should survive',
      { journey: survives('nonce'), json: { answer: 'Short.' } },
      'lie',
      null,
    ],
    ['any text, where nothing survives', { journey: survives('none'), json: { answer: '42' } }, 'full', null],
    [
      'a marked text, where nothing survives',
      { marked: true, journey: survives('none'), json: { answer: '42' } },
      'static',
      null,
    ],
    ['no text, where nothing survives', { journey: survives('none'), json: { answer: '' } }, 'lie', null],
    [
      'an excerpt by design: the beginning',
      { journey: excerpts, json: { answer: words(OWN, 0, 9) } },
      'full',
      'claude',
    ],
    [
      'an excerpt by design: some sentences',
      { journey: excerpts, json: { answer: words(OWN, 0, 5) + words(OWN, 9, 12) } },
      'full',
      'claude',
    ],
    [
      'a mixture of two, excerpts or not',
      { journey: excerpts, json: { answer: words(OWN, 0, 5) + words(SECOND, 0, 9) } },
      'lie',
      'gpt',
    ],
  ];
  test.each(rows)('%s', (_, sketch, is, from) => {
    expect(see(sketch)).toMatchObject({ class: is, from });
  });
});

describe('work that is put off', () => {
  const later = { queued: { status: 202, poll: '/poll', done: '/answer', failed: '/error', within: 60_000 } };
  // Due at 10 s, with a deadline of 3 s.
  const put = (queued: 'done' | 'waiting' | 'lost' | 'failed', text = '', ended = 13_001): Sketch => ({
    journey: later,
    observed: { status: 202, queued, text, body: text, ended },
  });
  const rows: readonly (readonly [string, Sketch, ResponseClass])[] = [
    ['done in time', put('done', words(OWN), 13_000), 'full'],
    ['done in time by the second provider', put('done', words(SECOND), 13_000), 'alt'],
    ['done in the end', put('done', words(OWN)), 'queued'],
    ['done by the second provider', put('done', words(SECOND)), 'queued'],
    ['done with half an answer', put('done', words(OWN, 0, 8)), 'lie'],
    ['lost', put('lost'), 'lie'],
    ['failed, and told so', put('failed', 'the model is away'), 'honest-error'],
    [
      'failed, and told so in the provider’s words',
      put('failed', 'overloaded_error: Overloaded'),
      'raw-error',
    ],
    ['waiting at the end of the run', put('waiting'), 'queued'],
  ];
  test.each(rows)('%s', (_, sketch, is) => {
    expect(see(sketch).class).toBe(is);
  });
});

test('a schema that an answer breaks makes it a lie, whosever words it holds', () => {
  const schema = { type: 'object', required: ['title'], properties: { title: { type: 'string' } } };
  const journey = { answer: { at: '/answer', survives: 'words', part: false, schema } } as const;
  expect(see({ journey, json: { answer: { title: words(OWN) } } }).class).toBe('full');
  expect(see({ journey, json: { answer: JSON.stringify({ title: words(OWN) }) } }).class).toBe('full');
  expect(see({ journey, json: { answer: { text: words(OWN) } } }).class).toBe('lie');
  expect(see({ journey, json: { answer: words(OWN) } }).class).toBe('lie');
});
