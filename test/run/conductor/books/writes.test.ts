import { describe, expect, it } from 'vitest';
import { writesOf } from '../../../../src/run/conductor/books/writes.js';
import { journeyOf, response } from '../../../support/record.js';

const readBack = { method: 'GET', path: '/n?q={{id}}', headers: {}, body: { kind: 'none' } } as const;
const journeys = [journeyOf(), journeyOf({ name: 'note', effects: { readBack, count: '' } })];

describe('whose writes are read back', () => {
  it('is everybody of a journey with a ledger who was sent', () => {
    const writes = writesOf({ journeys });
    writes.note(response({ inbound: 0, due: 0 }));
    writes.note(response({ inbound: 1, due: 0, journey: 'note' }));
    writes.note(response({ inbound: 2, due: 0, journey: 'note', end: 'unsent' }));
    writes.note(response({ inbound: 3, due: 0, journey: 'note', class: 'honest-error' }));
    expect(writes.chosen().map(({ inbound, isAcknowledged }) => [inbound, isAcknowledged])).toEqual([
      [1, true],
      [3, false],
    ]);
    expect(writes.every()).toBe(1);
  });

  it('is evenly chosen from more than can be read, in whatever order they ended', () => {
    const inbounds = Array.from({ length: 1000 }, (_, index) => index);
    const chosenOf = (order: readonly number[]): readonly number[] => {
      const writes = writesOf({ journeys }, 100);
      for (const inbound of order) writes.note(response({ inbound, due: 0, journey: 'note' }));
      expect(writes.total()).toBe(1000);
      return writes
        .chosen()
        .map(({ inbound }) => inbound)
        .sort((one, other) => one - other);
    };
    const chosen = chosenOf(inbounds);
    expect(chosen).toEqual(inbounds.filter((inbound) => inbound % 16 === 0));
    expect(chosenOf([...inbounds].reverse())).toEqual(chosen);
  });
});
