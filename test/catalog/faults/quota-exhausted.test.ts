import { expect, it } from 'vitest';
import { healthy } from '../../support/fake-provider.js';
import { hurt, refusalIn } from './hurt.js';

it.each([
  [{}, { reason: 'quota-exhausted', status: 429 }],
  [
    { retryAfter: 'absurd' },
    { reason: 'quota-exhausted', status: 429, retryAfter: { kind: 'seconds', ms: 86_400_000 } },
  ],
])('%j is refused with %j', (params, refusal) => {
  for (const base of [healthy('whole'), healthy('streamed')]) {
    expect(refusalIn(hurt(base, 'quota-exhausted', params))).toEqual({
      retryAfter: { kind: 'absent' },
      message: null,
      ...refusal,
    });
  }
});
