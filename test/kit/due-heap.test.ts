import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DueHeap, type Dated } from '../../src/kit/due-heap.js';

interface Entry extends Dated {
  readonly name: number;
}

function entry(name: number): Entry {
  return { name, due: 0, place: -1 };
}

const step = fc.record({
  name: fc.nat({ max: 30 }),
  due: fc.nat({ max: 50 }),
  kind: fc.constantFrom('set', 'remove', 'take'),
});

test('whatever is put in, moved and taken out, the first is always the one that is due first', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new DueHeap<Entry>();
      const entries = Array.from({ length: 31 }, (_, name) => entry(name));
      const set = new Map<number, number>();
      for (const { name, due, kind } of steps) {
        const one = kind === 'take' ? heap.first() : entries[name];
        if (one === undefined) continue;
        if (kind === 'set') {
          heap.set(one, due);
          set.set(name, due);
        } else {
          expect(heap.remove(one)).toBe(set.delete(one.name));
        }
        expect(heap.size).toBe(set.size);
        expect(heap.first()?.due).toBe(set.size === 0 ? undefined : Math.min(...set.values()));
      }
    }),
  );
});

test('taking out what lies in no heap changes nothing, and a cleared heap lets all go', () => {
  const heap = new DueHeap<Entry>();
  const one = entry(1);
  expect(heap.remove(one)).toBe(false);
  heap.set(one, 5);
  heap.clear();
  expect([heap.size, one.place]).toEqual([0, -1]);
  heap.set(one, 3);
  expect(heap.first()).toBe(one);
});
