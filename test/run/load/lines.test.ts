import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../src/run/load/lines.js';

function linesOf(pieces: readonly string[]): { readonly lines: readonly string[]; readonly rest: string } {
  const splitter = new LineSplitter(1_000);
  const lines = pieces.flatMap((piece) => splitter.push(piece));
  return { lines, rest: splitter.remainder() };
}

describe('lines', () => {
  const text = 'a\nb\r\nc\rd\n\n\r\ne';

  it('end with LF, CRLF and CR alike', () => {
    expect(linesOf([text])).toEqual({ lines: ['a', 'b', 'c', 'd', '', ''], rest: 'e' });
  });

  it('are the same wherever the text is broken in two', () => {
    for (let at = 0; at <= text.length; at += 1) {
      expect(linesOf([text.slice(0, at), text.slice(at)])).toEqual(linesOf([text]));
    }
  });

  it('are the same one character at a time', () => {
    expect(linesOf(Array.from(text))).toEqual(linesOf([text]));
  });

  it('lose what goes beyond the longest line, and nothing after it', () => {
    const splitter = new LineSplitter(3);
    expect(splitter.push('abcdef')).toEqual([]);
    expect(splitter.push('ghi\nxy\n')).toEqual(['abc', 'xy']);
  });
});
