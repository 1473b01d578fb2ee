import fc from 'fast-check';
import { expect, test } from 'vitest';
import { satisfies } from '../../../src/catalog/answers/schema-check.js';
import { structuredAnswer } from '../../../src/catalog/answers/structured.js';
import { isWhole, mintNonce, readWatermark } from '../../../src/catalog/answers/watermark.js';
import type { Json } from '../../../src/model/units.js';

const nonce = mintNonce(1, 1);
const built = (schema: Json, words = 60): unknown => JSON.parse(structuredAnswer(schema, nonce, words).text);

const leaf = fc.oneof(
  fc.record({ type: fc.constant('string') }),
  fc.record({ type: fc.constant('boolean') }),
  fc.record({ type: fc.constant('null') }),
  fc.record({ type: fc.constant('string'), maxLength: fc.nat(60) }),
  fc.record({ type: fc.constant('string'), minLength: fc.nat(2_000) }),
  fc.record({ enum: fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { minLength: 1 }) }),
  fc.record({ const: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)) }),
  fc.record({ type: fc.constantFrom('integer', 'number'), minimum: fc.integer() }),
  fc.record({ type: fc.constantFrom('integer', 'number'), exclusiveMaximum: fc.integer() }),
  fc
    .tuple(fc.integer({ min: -1_000, max: 1_000 }), fc.integer({ min: 2, max: 50 }))
    .map(([low, width]) => ({ type: 'integer', exclusiveMinimum: low, maximum: low + width })),
);
const { schemas } = fc.letrec<{ schemas: Json }>((tie) => ({
  schemas: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf as fc.Arbitrary<Json>,
    fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(fc.string(), tie('schemas'), { maxKeys: 4, noNullPrototype: true }),
      additionalProperties: fc.constant(false),
    }),
    fc.record({ type: fc.constant('array'), items: tie('schemas'), minItems: fc.nat(3) }),
    fc.record({ anyOf: fc.array(tie('schemas'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

test('whatever the schema, the answer satisfies it', () => {
  fc.assert(
    fc.property(schemas, fc.integer({ min: 1, max: 200 }), (schema, words) => {
      expect(satisfies(schema, built(schema, words))).toBe(true);
    }),
  );
});

test('what is required is there, what is optional too', () => {
  const schema = {
    type: 'object',
    required: ['title', 'undeclared'],
    properties: {
      title: { type: 'string' },
      score: { type: 'number' },
      tags: { type: 'array', items: { type: 'string' } },
    },
  };
  const value = built(schema);
  expect(satisfies(schema, value)).toBe(true);
  expect(value).toHaveProperty('score');
  expect(value).toHaveProperty('tags.0');
});

test('every free string carries a whole watermark', () => {
  const text = { type: 'string' };
  const value = built({
    type: 'object',
    properties: { a: text, b: { type: 'array', items: text, minItems: 2 } },
  });
  const { a, b } = value as { a: string; b: string[] };
  for (const one of [a, ...b]) expect(readWatermark(one).segments.map(isWhole)).toEqual([true]);
  expect(b).toHaveLength(2);
  expect(readWatermark(JSON.stringify(value)).words).toHaveLength(60);
});

test('references are followed, and a schema within itself comes to an end', () => {
  const tree: Json = {
    $ref: '#/$defs/node',
    $defs: {
      node: {
        type: 'object',
        required: ['name', 'next'],
        properties: {
          name: { type: 'string' },
          next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
          children: { type: 'array', items: { $ref: '#/$defs/node' } },
        },
      },
    },
  };
  expect(satisfies(tree, built(tree))).toBe(true);
});

test('a schema that would grow without end is cut off', () => {
  const names = Array.from({ length: 12 }, (_, index) => `p${index}`);
  const wide: Json = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { $ref: '#' }])),
    required: names,
  };
  expect(structuredAnswer(wide, nonce, 60).text.length).toBeLessThan(1_000_000);
});

test('parts of an allOf hold together', () => {
  const schema: Json = {
    allOf: [
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
      { properties: { b: { type: 'integer', minimum: 3 } }, required: ['b'] },
    ],
  };
  expect(satisfies(schema, built(schema))).toBe(true);
  expect(built(schema)).toHaveProperty('b');
});

test('formats that an SDK would check are plausible', () => {
  expect(built({ type: 'string', format: 'date-time' })).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(built({ type: 'string', format: 'email' })).toContain('@');
});

test('pieces are as long as tokens', () => {
  const { pieces } = structuredAnswer({ type: 'object', properties: { a: { type: 'string' } } }, nonce, 50);
  expect(pieces.length).toBeGreaterThanOrEqual(52);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(30);
});

test('the same schema gives the same bytes', () => {
  const schema: Json = { type: 'array', items: { type: 'string' } };
  expect(structuredAnswer(schema, nonce, 9)).toEqual(structuredAnswer(schema, nonce, 9));
});
