import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DueQueue } from '../../../src/run/mock/due-queue.js';

test('whatever goes in, and whenever, the earliest of it comes out first', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 50 }), { freq: 3 })), (steps) => {
      const queue = new DueQueue<{ due: number }>();
      let expected: number[] = [];
      for (const due of steps) {
        if (due === null) {
          const [first, ...rest] = expected;
          expect(queue.take()?.due).toBe(first);
          expected = rest;
        } else {
          queue.add({ due });
          expected = [...expected, due].sort((a, b) => a - b);
        }
        expect([queue.first()?.due, queue.size]).toEqual([expected[0], expected.length]);
      }
    }),
  );
});
