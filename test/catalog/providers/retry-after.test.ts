import { describe, expect, test } from 'vitest';
import { askedWait, retryAfterHeaders } from '../../../src/catalog/providers/retry-after.js';

const AT = Date.UTC(2026, 10, 20, 10, 15, 30);

describe('when to come back', () => {
  test.each([
    [{ kind: 'absent' }, {}, null],
    [{ kind: 'seconds', ms: 5000 }, { 'retry-after': '5' }, 5000],
    [{ kind: 'seconds', ms: 86_400_000 }, { 'retry-after': '86400' }, 86_400_000],
    [{ kind: 'milliseconds', ms: 150 }, { 'retry-after-ms': '150' }, 150],
    [{ kind: 'date', ms: 5000 }, { 'retry-after': 'Fri, 20 Nov 2026 10:15:35 GMT' }, 5000],
    [{ kind: 'raw', text: 'soon' }, { 'retry-after': 'soon' }, null],
  ] as const)('%o is said as %o', (asked, headers, wait) => {
    expect(retryAfterHeaders(asked, AT)).toEqual(headers);
    expect(askedWait(asked)).toBe(wait);
  });
});
