import { describe, expect, it } from 'vitest';
import { attempt } from '../../support/record.js';
import { rowOf } from '../../../src/run/record/row.js';

describe('a row', () => {
  it('is taken when all that its kind promises is there', () => {
    const row = { kind: 'window', at: 1, window: 'w1', is: 'opened', by: 'plan' };
    expect(rowOf(row)).toBe(row);
  });

  it('of an older version lacks what that didn’t know', () => {
    const { body, gateway, retryCount, ...older } = attempt({ id: 1, inbound: 1, started: 2 });
    expect(rowOf(older)).toEqual({ ...older, body, gateway, retryCount });
  });

  it('may carry more than we know of', () => {
    const row = { kind: 'note', at: 1, text: 'x', author: 'me' };
    expect(rowOf(row)).toBe(row);
  });

  it.each([
    ['a field that is missing', { kind: 'phase', at: 1 }],
    ['a field of another type', { kind: 'phase', at: '1', phase: 'outage' }],
    ['null where a number must be', { kind: 'note', at: null, text: '' }],
    ['no kind', { at: 1 }],
    ['no object', 7],
  ])('is none with %s', (_, value) => {
    expect(rowOf(value)).toBeNull();
  });

  it('of a later kind is told apart from a broken one', () => {
    expect(rowOf({ kind: 'weather', opened: 1 })).toEqual({ kind: 'other' });
  });
});
