import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Queue } from '../../src/kit/queue.js';

test('a queue gives back what it was given, in order, whatever is pushed and shifted between', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3000), fc.nat(3000)), { maxLength: 8 }), (rounds) => {
      const queue = new Queue<number>();
      const model: number[] = [];
      let next = 0;
      for (const [pushes, shifts] of rounds) {
        for (let count = 0; count < pushes; count += 1) {
          queue.push(next);
          model.push(next);
          next += 1;
        }
        const left = model.splice(0, shifts);
        expect(left.map(() => queue.shift())).toEqual(left);
        expect([queue.length, queue.first()]).toEqual([model.length, model[0]]);
      }
    }),
    { numRuns: 50 },
  );
});

test('an empty queue has nothing to give or replace', () => {
  const queue = new Queue<string>();
  queue.replaceFirst('nothing to replace');
  expect([queue.shift(), queue.first(), queue.length]).toEqual([undefined, undefined, 0]);
});

test('the first one can be replaced by what is left of it', () => {
  const queue = new Queue<string>();
  queue.push('all');
  queue.push('next');
  queue.replaceFirst('rest');
  expect([queue.shift(), queue.shift(), queue.length]).toEqual(['rest', 'next', 0]);
});
