import { expect, it } from 'vitest';
import { healthy } from '../../support/fake-provider.js';
import { hurt, refusalIn } from './hurt.js';

it.each([
  [{}, { reason: 'bad-request', status: 400 }],
  [{ status: 422 }, { reason: 'bad-request', status: 422 }],
])('%j is refused with %j', (params, refusal) => {
  for (const base of [healthy('whole'), healthy('streamed')]) {
    expect(refusalIn(hurt(base, 'wrong-4xx', params))).toEqual({
      retryAfter: { kind: 'absent' },
      message: null,
      ...refusal,
    });
  }
});
