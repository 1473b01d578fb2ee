import { describe, expect, it } from 'vitest';
import { healthy } from '../../support/fake-provider.js';
import { hurt } from './hurt.js';

describe('commit-then-fail', () => {
  it.each([
    ['whole', 'reset'],
    ['whole', 'fin'],
    ['streamed', 'reset'],
    ['streamed', 'fin'],
  ] as const)('does the work of a %s answer, bills it and ends with %s before the head', (kind, how) => {
    const plan = hurt(healthy(kind), 'commit-then-fail', { how });
    expect(plan).toEqual([
      { do: 'commit', after: 300 + 9 * 20, tokens: 10 },
      { do: how, after: 0 },
    ]);
  });
});
