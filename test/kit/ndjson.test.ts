import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndjsonLine, readNdjson } from '../../src/kit/ndjson.js';

function readAll(pieces: readonly string[]): readonly unknown[] {
  const values: unknown[] = [];
  pieces.forEach(readNdjson((value) => values.push(value)));
  return values;
}

function cutAt(text: string, places: readonly number[]): readonly string[] {
  const ends = [...places.map((place) => place % (text.length + 1)), text.length].sort((a, b) => a - b);
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

describe('lines of JSON', () => {
  it('are the same values wherever the pieces are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.nat()), (written, places) => {
        const text = written.map(ndjsonLine).join('');
        expect(readAll(cutAt(text, places))).toEqual(
          written.map((value) => JSON.parse(JSON.stringify(value)) as unknown),
        );
      }),
    );
  });

  it('are none where they are empty', () => {
    expect(readAll(['1\n\n', '3\n'])).toEqual([1, 3]);
  });

  it('give undefined for a line that is no JSON', () => {
    expect(readAll(['{"a":1}\n{"a"\n2\n'])).toEqual([{ a: 1 }, undefined, 2]);
  });

  it('hold back a last line that never ended, even where it would be JSON', () => {
    expect(readAll(['1\n', '12'])).toEqual([1]);
  });
});
