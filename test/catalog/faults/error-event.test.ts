import { describe, expect, it } from 'vitest';
import { tokensIn } from '../../../src/catalog/faults/anatomy.js';
import { fakeProvider, headOf, healthy, textOf } from '../../support/fake-provider.js';
import { hurt } from './hurt.js';

describe('error-event', () => {
  it.each([
    ['overloaded', 'overloaded', fakeProvider.overloadStatus],
    ['server-error', 'status', 500],
  ])('breaks a stream off with %s in the words of the dialect, and a clean end', (reason, error, status) => {
    const plan = hurt(healthy('streamed'), 'error-event', { after: 3, reason, message: 'Oh no' });
    expect(headOf(plan).status).toBe(200);
    expect(tokensIn(plan)).toBe(3);
    expect(plan.at(-2)).toEqual({
      do: 'write',
      after: 20,
      part: 'error',
      tokens: 0,
      text: `data: ${JSON.stringify({ error, status, message: 'Oh no' })}\n\n`,
    });
    expect(plan.at(-1)).toEqual({ do: 'end', after: 0 });
  });

  it('may be the very first event', () => {
    const plan = hurt(healthy('streamed'), 'error-event', { after: 0 });
    expect(tokensIn(plan)).toBe(0);
    expect(textOf(plan)).toContain('overloaded');
  });

  it('leaves a whole answer alone', () => {
    const base = healthy('whole');
    expect(hurt(base, 'error-event', { after: 3 })).toBe(base.plan);
  });
});
