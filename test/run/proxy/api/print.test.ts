import fc from 'fast-check';
import { expect, test } from 'vitest';
import { object, print, single } from '../../../../src/run/proxy/api/print.js';

test('keys keep the order in which they are given, also those that look like numbers', () => {
  expect(print(object(['b', 1], ['1', 2n], ['a', null]))).toBe('{"b":1,"1":2,"a":null}');
});

test('what could end a script is escaped', () => {
  expect(print('</a>&\u2028\u2029"\\\n')).toBe(String.raw`"\u003c/a\u003e\u0026\u2028\u2029\"\\\n"`);
});

test('whatever is printed is JSON that means the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), (text, number) => {
      expect(JSON.parse(print([text, number, object([text, true])]))).toEqual([
        text,
        number,
        Object.fromEntries([[text, true]]),
      ]);
    }),
  );
});

test('64 bits are said in full', () => {
  expect(print([9007199254740993n, -9223372036854775808n])).toBe('[9007199254740993,-9223372036854775808]');
});

test.each([
  ['0.1', '0.1'],
  ['0.123456789', '0.12345679'],
  ['16777217', '16777216'],
  ['1e-7', '1e-7'],
  ['1e-6', '0.000001'],
  ['1e21', '1e+21'],
  ['1e20', '100000000000000000000'],
  ['-0.0', '-0'],
  ['1e-50', '0'],
  ['2.5', '2.5'],
  ['-1', '-1'],
  ['2160694.25', '2160694.2'],
  ['2160694.75', '2160694.8'],
  ['-2160694.25', '-2160694.2'],
  ['131072.0625', '131072.06'],
  ['1048576.125', '1048576.1'],
  ['3.4028235e38', '3.4028235e+38'],
])('single precision: %s is said as %s', (given, said) => {
  expect(print(single(Math.fround(Number(given))))).toBe(said);
});

test('the digits of a single-precision number lead back to it', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Math.fround(Number(print(single(value))))).toBe(value);
    }),
  );
});
