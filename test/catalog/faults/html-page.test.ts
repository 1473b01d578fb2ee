import { expect, it } from 'vitest';
import { healthy } from '../../support/fake-provider.js';
import { hurt, refusalIn } from './hurt.js';

it.each([
  [{}, { reason: 'html-page', status: 502 }],
  [{ status: 520 }, { reason: 'html-page', status: 520 }],
])('%j is refused with %j', (params, refusal) => {
  for (const base of [healthy('whole'), healthy('streamed')]) {
    expect(refusalIn(hurt(base, 'html-page', params))).toEqual({
      retryAfter: { kind: 'absent' },
      message: null,
      ...refusal,
    });
  }
});
