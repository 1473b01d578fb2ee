import { describe, expect, test } from 'vitest';
import { harmlessKey, mintCanary } from '../../../src/catalog/answers/canary.js';
import { mintNonce, markedAnswer } from '../../../src/catalog/answers/watermark.js';
import type { ResponseClass } from '../../../src/model/event.js';
import {
  BATCHED,
  OLD,
  OLD_SECOND,
  OWN,
  pieces,
  SECOND,
  see,
  SHARED,
  STRAY,
  UNJOINED,
  WORDS,
  words,
  type Row,
  type Sketch,
} from './specimen.js';

const foreign = markedAnswer(mintNonce(5_555, 3), WORDS).text;

const middle = Math.floor(WORDS / 2);

describe('a success whose words are the model’s', () => {
  const rows: readonly Row[] = [
    ['the whole answer of the primary', { json: { answer: words(OWN) } }, 'full', 'claude'],
    ['the whole answer of another upstream', { json: { answer: words(SECOND) } }, 'alt', 'gpt'],
    ['the answer within other text', { json: { answer: `Sure! ${words(OWN)} Bye.` } }, 'full', 'claude'],
    ['one shared with the same question beside it', { json: { answer: words(SHARED) } }, 'full', 'claude'],
    ['one batched with another inbound', { json: { answer: words(BATCHED) } }, 'full', 'claude'],
    ['one that no inbound could be told for', { json: { answer: words(UNJOINED) } }, 'full', 'claude'],
    ['two whole answers of its own', { json: { answer: words(OWN) + words(OWN) } }, 'full', 'claude'],
    ['one of each provider, both whole', { json: { answer: words(OWN) + words(SECOND) } }, 'alt', 'gpt'],
    ['the answer to somebody else', { json: { answer: words(STRAY) } }, 'lie', 'claude'],
    [
      'the answer to somebody else, marked',
      { marked: true, json: { answer: words(STRAY) } },
      'lie',
      'claude',
    ],
    ['an old answer, unmarked', { json: { answer: words(OLD) } }, 'lie', 'claude'],
    ['an old answer, marked', { marked: true, json: { answer: words(OLD) } }, 'stale', 'claude'],
    [
      'an old answer of the second provider, marked',
      { marked: true, json: { answer: words(OLD_SECOND) } },
      'stale',
      'gpt',
    ],
    ['an answer of an earlier run, unmarked', { json: { answer: foreign } }, 'lie', null],
    ['an answer of an earlier run, marked', { marked: true, json: { answer: foreign } }, 'stale', null],
    ['a fresh answer, marked all the same', { marked: true, json: { answer: words(OWN) } }, 'full', 'claude'],
    ['half an answer', { json: { answer: words(OWN, 0, middle) } }, 'lie', 'claude'],
    [
      'half an answer, marked',
      { marked: true, json: { answer: words(OWN, 0, middle) } },
      'partial',
      'claude',
    ],
    ['a header alone', { json: { answer: words(OWN, 0, 1) } }, 'lie', 'claude'],
    [
      'half of one and the whole of another',
      { json: { answer: words(OWN, 0, middle) + words(SECOND) } },
      'lie',
      'gpt',
    ],
    [
      'half of one, the rest of another',
      { json: { answer: words(OWN, 0, middle) + words(SECOND, middle) } },
      'lie',
      'gpt',
    ],
    [
      'a splice, marked',
      { marked: true, json: { answer: words(OWN, 0, middle) + words(SECOND) } },
      'partial',
      'gpt',
    ],
    ['a word missing', { json: { answer: words(OWN, 0, 5) + words(OWN, 6) } }, 'lie', 'claude'],
    ['a word doubled', { json: { answer: words(OWN, 0, 6) + words(OWN, 5) } }, 'lie', 'claude'],
  ];
  test.each(rows)('%s', (_, sketch, is, from) => {
    expect(see(sketch)).toMatchObject({ class: is, from });
  });
});

test('a stale answer is as old as it was when its question was due', () => {
  expect(see({ marked: true, json: { answer: words(OLD) } })).toMatchObject({ marked: true, age: 6_000 });
  expect(see({ json: { answer: words(OLD) } })).toMatchObject({ marked: false, age: 6_000 });
});

test('cut after any token, an answer that claims success is a lie and never full', () => {
  for (let kept = 1; kept < WORDS + 2; kept += 1) {
    const answer = pieces(OWN).slice(0, kept).join('');
    expect(see({ json: { answer } }).class, `${kept} tokens`).toBe('lie');
    expect(see({ marked: true, json: { answer } }).class, `${kept} tokens, marked`).toBe('partial');
  }
});

describe('a success without the model’s words', () => {
  const canned = 'Please try again later.';
  const rows: readonly Row[] = [
    ['no body at all', {}, 'lie', null],
    ['an empty answer', { json: { answer: '' } }, 'lie', null],
    ['an empty answer, marked', { marked: true, json: { answer: '  ' } }, 'lie', null],
    ['no answer at its place', { json: { result: 'fine' } }, 'lie', null],
    ['a canned text, unmarked', { json: { answer: canned } }, 'lie', null],
    ['a canned text, marked', { marked: true, json: { answer: canned } }, 'static', null],
    [
      'an error in disguise, at its declared place',
      { journey: { error: { at: '/error/code', codes: [] } }, json: { error: { code: 'busy' } } },
      'honest-error',
      null,
    ],
    [
      'an error in disguise that is raw',
      {
        journey: { error: { at: '/error/code', codes: [] } },
        json: { error: { code: 'busy', raw: `req_${mintCanary(1, 1)}` } },
      },
      'raw-error',
      null,
    ],
  ];
  test.each(rows)('%s', (_, sketch, is, from) => {
    expect(see(sketch)).toMatchObject({ class: is, from });
  });
});

describe('a refusal', () => {
  const typed = { error: { at: '/error/code', codes: ['overloaded', 'timeout'] } };
  const untyped = { error: { at: '', codes: [] } };
  const refused = (body: string, status = 503): Sketch => ({
    observed: { status, body, text: '' },
    journey: untyped,
  });
  const json = (value: unknown, status = 503): Sketch => ({
    journey: typed,
    observed: { status },
    json: value,
  });
  const canary = mintCanary(1, 9);
  const rows: readonly (readonly [string, Sketch, ResponseClass])[] = [
    ['typed as declared', json({ error: { code: 'overloaded', message: 'Try again.' } }), 'honest-error'],
    ['typed, with a code that was not declared', json({ error: { code: 'boom' } }), 'raw-error'],
    [
      'a plain text where a type is declared',
      { ...refused('Internal Server Error', 500), journey: typed },
      'raw-error',
    ],
    [
      'typed, but the request id of the provider with it',
      json({ error: { code: 'timeout', id: `req_${canary}` } }),
      'raw-error',
    ],
    [
      'typed, with words that SDKs use too',
      json({ error: { code: 'timeout', message: 'Request timed out.' } }),
      'honest-error',
    ],
    ['a plain 500 where no type is declared', refused('Internal Server Error', 500), 'honest-error'],
    ['an empty 503', refused(''), 'honest-error'],
    [
      'the body of the provider',
      refused(`{"type":"error","error":{"type":"overloaded_error"},"request_id":"req_${canary}"}`, 529),
      'raw-error',
    ],
    ['the message of an SDK', refused('{"error":"Connection error."}', 500), 'raw-error'],
    [
      'a stack trace of Node',
      refused('Error: x\n    at ask (file:///app/src/ask.js:12:9)', 500),
      'raw-error',
    ],
    [
      'a stack trace of Python',
      refused('Traceback (most recent call last):\n  File "app.py"', 500),
      'raw-error',
    ],
    ['an error of a socket', refused('connect ECONNREFUSED 127.0.0.1:4010', 502), 'raw-error'],
    [
      'a page of the edge',
      refused('<title>api.anthropic.com | 504: Gateway time-out</title>', 504),
      'raw-error',
    ],
    [
      'an answer under an error status',
      { observed: { status: 503 }, json: { answer: words(OWN, 0, 9) } },
      'partial',
    ],
  ];
  test.each(rows)('%s', (_, sketch, is) => {
    expect(see(sketch).class).toBe(is);
  });
});

test('a code that the team declared is theirs, even where a vendor uses the same word', () => {
  const journey = { error: { at: '/code', codes: ['api_error'] } };
  expect(see({ journey, observed: { status: 502 }, json: { code: 'api_error' } }).class).toBe('honest-error');
});

test.each([200, 500])(
  'a key of ours in the response is a leak under status %d, whatever else it says',
  (status) => {
    const seen = see({ observed: { status }, json: { answer: words(OWN), debug: harmlessKey('anthropic') } });
    expect(seen.class).toBe('raw-error');
    expect(seen.why).toMatch(/^secret/);
    expect(seen.why).not.toContain('sk-');
  },
);

test('evidence is one redacted line of at most 120 characters', () => {
  const body = `\u001b[31mreq_${mintCanary(1, 2)}\n<b>Bearer abcdefghijklmnop</b> sk-live-1234567890 ${'x'.repeat(500)}`;
  const why = see({ observed: { status: 500, body } }).why ?? '';
  expect(why.length).toBeLessThanOrEqual(120);
  expect(why).not.toMatch(/[\u0000-\u001f]|abcdefghijklmnop|sk-live/);
});

describe('a response that never ended', () => {
  const rows: readonly (readonly [string, Sketch, ResponseClass])[] = [
    ['refused', { observed: { end: 'refused', status: null } }, 'reset'],
    ['reset before its head', { observed: { end: 'reset', status: null } }, 'reset'],
    ['aborted within its body', { observed: { end: 'aborted', text: words(OWN, 0, 5) } }, 'reset'],
    ['out of patience', { observed: { end: 'deadline', status: null, ended: 40_000 } }, 'hang'],
    [
      'open at the end, older than four deadlines',
      { observed: { end: 'censored', status: null, ended: 22_001 } },
      'hang',
    ],
    [
      'open at the end, four deadlines old',
      { observed: { end: 'censored', status: null, ended: 22_000 } },
      'reset',
    ],
    ['never sent', { observed: { end: 'unsent', status: null } }, 'reset'],
  ];
  test.each(rows)('%s', (_, sketch, is) => {
    const seen = see(sketch);
    expect(seen.class).toBe(is);
    expect(seen.why).not.toBeNull();
  });
});

test('a body that we did not read to its end is not called truncated by the subject', () => {
  const seen = see({ json: { answer: words(OWN, 0, 9) }, observed: { capped: true } });
  expect(seen.why).toContain('longer than we read');
});
