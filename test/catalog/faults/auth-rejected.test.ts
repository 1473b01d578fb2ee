import { expect, it } from 'vitest';
import { healthy } from '../../support/fake-provider.js';
import { hurt, refusalIn } from './hurt.js';

it.each([
  [{}, { reason: 'auth-rejected', status: 401 }],
  [
    { status: 403, message: 'No' },
    { reason: 'auth-rejected', status: 403, message: 'No' },
  ],
])('%j is refused with %j', (params, refusal) => {
  for (const base of [healthy('whole'), healthy('streamed')]) {
    expect(refusalIn(hurt(base, 'auth-rejected', params))).toEqual({
      retryAfter: { kind: 'absent' },
      message: null,
      ...refusal,
    });
  }
});
