import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson, type Json } from '../../../../src/run/proxy/api/json.js';

function plain(value: Json): unknown {
  switch (value.kind) {
    case 'null':
      return null;
    case 'number':
      return Number(value.text);
    case 'array':
      return value.items.map(plain);
    case 'object':
      return Object.fromEntries(value.members.map(({ key, value: one }) => [key, plain(one)]));
    case 'boolean':
    case 'string':
      return value.value;
  }
}

function read(text: string): unknown {
  const result = readJson(text);
  return result.ok ? plain(result.value) : result.mistake;
}

describe('what JSON.parse reads is read alike', () => {
  test('whole values', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('values with space between everything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(' ', '\n', '\t\r\n'), (value, space) => {
        const text = `${space}${JSON.stringify(value, null, space)}${space}`;
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('strings of any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(read(JSON.stringify(text))).toBe(text);
      }),
    );
  });
});

test('every text that JSON.parse refuses is refused, or its first value is one that it takes', () => {
  const noise = fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:0123456789.eE+-truefalsn\\u \n')) });
  fc.assert(
    fc.property(noise, (text) => {
      const result = readJson(text);
      let parsed: { readonly value: unknown } | null = null;
      try {
        parsed = { value: JSON.parse(text) };
      } catch {
        // The original reads no further than the first value either.
      }
      if (parsed !== null) expect(result.ok && plain(result.value)).toEqual(parsed.value);
      if (parsed === null && result.ok) expect(text.length).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});

test('a text cut anywhere ends too early, and is never taken for another mistake', () => {
  const values = fc.oneof(fc.object({ maxDepth: 3 }), fc.array(fc.jsonValue()));
  fc.assert(
    fc.property(values, fc.nat(), (value, cut) => {
      const text = JSON.stringify(value);
      const at = 1 + (cut % Math.max(1, text.length - 1));
      if (at >= text.length) return;
      expect(read(text.slice(0, at))).toBe('unexpected EOF');
    }),
  );
});

test.each([
  ['', 'EOF'],
  [' \n\t', 'EOF'],
  ['-', 'unexpected EOF'],
  ['1.', 'unexpected EOF'],
  ['1e', 'unexpected EOF'],
  ['1e+', 'unexpected EOF'],
  ['tru', 'unexpected EOF'],
  ['"\\u12', 'unexpected EOF'],
  ['x', "invalid character 'x' looking for beginning of value"],
  ['{1:2}', "invalid character '1' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
  ['[1 2]', "invalid character '2' after array element"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['[01]', "invalid character '1' after array element"],
  ['[-x]', "invalid character 'x' in numeric literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u00zz"', String.raw`invalid character 'z' in \u hexadecimal character escape`],
  ['"a\nb"', String.raw`invalid character '\n' in string literal`],
  ['trve', "invalid character 'v' in literal true (expecting 'u')"],
  ['[1.x]', "invalid character 'x' after decimal point in numeric literal"],
  ['[1e+x]', "invalid character 'x' in exponent of numeric literal"],
])('%j is "%s"', (text, mistake) => {
  expect(read(text)).toBe(mistake);
});

test.each([
  ['{} and more', {}],
  ['[1][2]', [1]],
  ['nullx', null],
  ['"a" "b"', 'a'],
])('of %j only the first value counts', (text, value) => {
  expect(read(text)).toEqual(value);
});

test('digits are kept as they came', () => {
  const result = readJson('[9007199254740993, 100.0, -0, 1E3]');
  expect(result.ok && result.value.kind === 'array' && result.value.items).toMatchObject([
    { text: '9007199254740993' },
    { text: '100.0' },
    { text: '-0' },
    { text: '1E3' },
  ]);
});

test('a key that comes twice is kept twice, in order', () => {
  const result = readJson('{"a":1,"A":2,"a":3}');
  expect(result.ok && result.value.kind === 'object' && result.value.members.map(({ key }) => key)).toEqual([
    'a',
    'A',
    'a',
  ]);
});

test('half of a surrogate pair is replaced', () => {
  expect(read(String.raw`"\ud83dx"`)).toBe('\uFFFDx');
  expect(read(String.raw`"\ud83d\ude00"`)).toBe('\u{1F600}');
});

test('nesting without end is refused', () => {
  expect(read('['.repeat(100_000))).toBe('exceeded max depth');
});
