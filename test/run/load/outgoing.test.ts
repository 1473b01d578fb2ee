import { describe, expect, it } from 'vitest';
import { BrownoutError } from '../../../src/model/problem.js';
import type { JourneyRequest } from '../../../src/model/scenario.js';
import { composer, type Outgoing } from '../../../src/run/load/outgoing.js';
import { journeyOf } from '../../support/record.js';

const QUESTION = { token: 'abcdefghijklmnop', prompt: 'Why "so"? My reference is abcdefghijklmnop.' };

function compose(request: Partial<JourneyRequest>, env = {}, target = 'http://127.0.0.1:1'): Outgoing {
  const journey = journeyOf({
    request: { method: 'post', path: '/ask', headers: {}, body: { kind: 'none' }, ...request },
  });
  return composer(journey, new URL(target), env)(QUESTION);
}

describe('what a user sends', () => {
  it('carries its question in the body, as JSON that stays JSON', () => {
    const body = { kind: 'json', value: { question: '{{prompt}}', key: ['{{ id }}'] } } as const;
    expect(JSON.parse(compose({ body }).body ?? '')).toEqual({
      question: QUESTION.prompt,
      key: [QUESTION.token],
    });
  });

  it('carries its question in the path, escaped, behind the path of the target', () => {
    const sent = compose(
      { method: 'GET', path: '/ask?q={{prompt}}&id={{id}}' },
      {},
      'http://127.0.0.1:1/app/',
    );
    expect(sent.path).toBe(`/app/ask?q=${encodeURIComponent(QUESTION.prompt)}&id=${QUESTION.token}`);
    expect(sent.method).toBe('GET');
    expect(sent.body).toBeNull();
  });

  it('names its inbound, its sender and its type', () => {
    expect(compose({ body: { kind: 'json', value: {} } }).headers).toMatchObject({
      'x-request-id': QUESTION.token,
      'user-agent': 'brownout',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
    });
  });

  it('has the headers of its journey, but none that belongs to the connection', () => {
    const headers = {
      'Content-Type': 'application/vnd.x+json',
      'X-Team': 't-{{id}}',
      Expect: '100-continue',
      Connection: 'close',
      'Content-Length': '3',
      'Accept-Encoding': 'gzip',
    };
    const sent = compose({ headers, body: { kind: 'json', value: {} } }).headers;
    expect(sent).toEqual({
      accept: '*/*',
      'user-agent': 'brownout',
      'content-type': 'application/vnd.x+json',
      'x-team': `t-${QUESTION.token}`,
      'accept-encoding': 'identity',
      'x-request-id': QUESTION.token,
    });
  });

  it('resolves references in headers, path and body', () => {
    const sent = compose(
      {
        path: '/${TENANT}/ask',
        headers: { authorization: 'Bearer ${TOKEN}' },
        body: { kind: 'json', value: { k: '${K:-none}' } },
      },
      { TENANT: 'acme', TOKEN: 's3cret' },
    );
    expect(sent.path).toBe('/acme/ask');
    expect(sent.headers).toMatchObject({ authorization: 'Bearer s3cret' });
    expect(sent.body).toBe('{"k":"none"}');
  });
});

describe('what can not be sent is told before anything is', () => {
  const refusal = (request: Partial<JourneyRequest>, env = {}): unknown => {
    try {
      compose(request, env);
    } catch (error) {
      return error;
    }
    return null;
  };

  it.each([
    [
      'a variable that is not set',
      { headers: { authorization: '${TOKEN}' } },
      {},
      /variable TOKEN is not set/,
    ],
    ['a header with a line break in it', { headers: { a: '${A}' } }, { A: 'x\r\ny: z' }, /header "a"/],
    ['a path with a space', { path: '/a b' }, {}, /"\/a b" is no path/],
    ['a path without its slash', { path: 'ask' }, {}, /"ask" is no path/],
    ['a method that is none', { method: 'GE T' }, {}, /"GE T" is no HTTP method/],
  ])('%s', (_, request, env, message) => {
    const error = refusal(request, env);
    expect(error).toBeInstanceOf(BrownoutError);
    expect(error).toMatchObject({ ending: 'usage', message: expect.stringMatching(message) as string });
  });
});
