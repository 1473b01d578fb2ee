import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineNumbers, NOWHERE, type Slot } from '../../../src/run/record/line-numbers.js';

function read(text: string, slot: Slot) {
  const numbers = new LineNumbers([slot]);
  const end = numbers.read(Buffer.from(text), 0, 0);
  return end === NOWHERE ? null : { value: numbers.get(0), rest: text.slice(end) };
}

/** The longest beginning that is written as we write a number. */
const OURS = { whole: /^(?:0|[1-9]\d{0,14})(?!\d)/, time: /^(?:0|[1-9]\d{0,11})(?!\d)(?:\.\d{1,3}|(?!\.))/ };

describe('a number of a line', () => {
  it('is what any reader of JSON finds there, in whole microseconds for a time', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789.-+eEnul,'.split('')), maxLength: 20 });
    fc.assert(
      fc.property(text, fc.constantFrom('whole', 'time'), (said, slot) => {
        const [ours] = OURS[slot].exec(said) ?? [];
        const value = ours === undefined ? 0 : (JSON.parse(ours) as number);
        const expected = slot === 'time' ? Math.round(value * 1_000) : value;
        expect(read(said, slot)).toEqual(
          ours === undefined ? null : { value: expected, rest: said.slice(ours.length) },
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['0', 0],
    ['0.001', 1],
    ['12.5', 12_500],
    ['7.250,', 7_250],
    ['453424.51}', 453_424_510],
    ['999999999999.999', 999_999_999_999_999],
  ])('counts %s as %i microseconds', (text, micros) => {
    expect(read(text, 'time')?.value).toBe(micros);
  });

  it.each([
    ['a time too long to be exact', '1000000000000', 'time'],
    ['a whole number too long to be exact', '1000000000000000', 'whole'],
    ['a zero before others', '012', 'whole'],
    ['a point without decimals', '1.,', 'time'],
    ['what is below zero', '-1', 'whole'],
    ['nothing where there must be a number', 'null', 'time'],
    ['half a null', 'nul', 'time?'],
    ['text', '"1"', 'whole?'],
    ['no more bytes', '', 'whole'],
  ] as const)('is not read from %s', (_, text, slot) => {
    expect(read(text, slot)).toBeNull();
  });

  it('may be null where its place says so', () => {
    expect(read('null,', 'whole?')).toEqual({ value: null, rest: ',' });
    expect(read('null}', 'time?')).toEqual({ value: null, rest: '}' });
  });
});
