import { expect, it } from 'vitest';
import { healthy } from '../../support/fake-provider.js';
import { hurt, refusalIn } from './hurt.js';

it.each([
  [{}, { reason: 'retired-model', status: 404 }],
  [{ message: 'Gone' }, { reason: 'retired-model', status: 404, message: 'Gone' }],
])('%j is refused with %j', (params, refusal) => {
  for (const base of [healthy('whole'), healthy('streamed')]) {
    expect(refusalIn(hurt(base, 'retired-model', params))).toEqual({
      retryAfter: { kind: 'absent' },
      message: null,
      ...refusal,
    });
  }
});

it.each([
  ['fake-1-large', true],
  ['fake-*', true],
  ['*-small', false],
  ['fake-?-large', true],
  ['fake', false],
])('refuses calls to %s, and them alone', (model, isRefused) => {
  const base = healthy('whole');
  expect(hurt(base, 'retired-model', { model }) !== base.plan).toBe(isRefused);
});
