import { describe, expect, it } from 'vitest';
import type { Asked } from '../../../../src/run/conductor/preflight/ask.js';
import { isPacked, isServed, remedyFor } from '../../../../src/run/conductor/preflight/refusal.js';

function answer(status: number, headers: Asked['headers'] = {}): Asked {
  return { status, headers, body: '', failure: null };
}

describe('an answer that is about the question', () => {
  it.each([
    [answer(401), 'headers: { authorization'],
    [answer(403), 'cookie: "sid='],
    [answer(302, { location: '/users/sign_in?to=/ask' }), 'who asks'],
    [answer(308, { location: '/ask/' }), 'It redirects to /ask/, and no redirect is followed'],
    [
      answer(302, { location: 'https://www.example.com/authors' }),
      'redirects to https://www.example.com/authors',
    ],
    [answer(404), '/v2/ask'],
    [answer(405), 'method'],
    [answer(415), 'content-type'],
    [answer(200, { 'content-encoding': 'br' }), 'in br'],
  ])('%o: what to do about it', (given, said) => {
    expect(remedyFor(given)).toContain(said);
  });

  it('is none where the app fails, answers, or gives no whole response', () => {
    for (const given of [answer(200), answer(400), answer(500), { ...answer(401), failure: 'aborted' }])
      expect(remedyFor(given)).toBeNull();
  });
});

describe('an answer that serves a user', () => {
  it.each([
    [answer(200), true],
    [answer(202), true],
    // What a form gets that was saved.
    [answer(303, { location: '/notes/7' }), true],
    [answer(303, { location: '/login' }), false],
    [answer(308, { location: '/ask/' }), false],
    [answer(301, { location: '/ask/' }), false],
    [answer(401), false],
    [{ ...answer(200), failure: 'aborted' }, false],
    [{ ...answer(200), status: null }, false],
  ])('%o: %s', (given, served) => {
    expect(isServed(given)).toBe(served);
  });

  it('may be packed all the same', () => {
    expect(isPacked(answer(200, { 'content-encoding': 'gzip' }))).toBe(true);
    expect(isPacked(answer(200, { 'content-encoding': 'identity' }))).toBe(false);
    expect(isPacked(answer(200))).toBe(false);
  });
});
