import { expect, test } from 'vitest';
import { sameJson, satisfies } from '../../../src/catalog/answers/schema-check.js';
import type { Json } from '../../../src/model/units.js';

const person: Json = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 3 },
    age: { type: 'integer', minimum: 0, exclusiveMaximum: 150 },
    mood: { enum: ['good', 'bad', null] },
    friends: { type: 'array', items: { $ref: '#' }, maxItems: 1 },
  },
};

const rows: readonly (readonly [Json, unknown, boolean])[] = [
  [person, { name: 'Ann' }, true],
  [person, { name: 'Ann', age: 0, mood: null, friends: [{ name: 'Bob' }] }, true],
  [person, {}, false],
  [person, { name: '' }, false],
  [person, { name: 'Anna' }, false],
  [person, { name: '🙂🙂🙂' }, true],
  [person, { name: 'Ann', age: 1.5 }, false],
  [person, { name: 'Ann', age: 150 }, false],
  [person, { name: 'Ann', age: -1 }, false],
  [person, { name: 'Ann', mood: 'fine' }, false],
  [person, { name: 'Ann', more: 1 }, false],
  [person, { name: 'Ann', friends: [{}] }, false],
  [person, { name: 'Ann', friends: [{ name: 'B' }, { name: 'C' }] }, false],
  [person, 'Ann', false],
  [person, null, false],
  [person, undefined, false],
  [{ type: ['string', 'null'] }, null, true],
  [{ type: ['string', 'null'] }, 3, false],
  [{ anyOf: [{ type: 'string' }, { type: 'number', minimum: 5 }] }, 5, true],
  [{ anyOf: [{ type: 'string' }, { type: 'number', minimum: 5 }] }, 4, false],
  [{ oneOf: [{ type: 'integer' }, { type: 'number' }] }, 1.5, true],
  [{ oneOf: [{ type: 'integer' }, { type: 'number' }] }, 1, false],
  [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, 2, true],
  [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, 3, false],
  [{ const: { a: [1] } }, { a: [1] }, true],
  [{ const: { a: [1] } }, { a: [1, 2] }, false],
  [{ $ref: '#/$defs/x', $defs: { x: { type: 'boolean' } } }, true, true],
  [{ $ref: '#/$defs/x', $defs: { x: { type: 'boolean' } } }, 'true', false],
  [{ $ref: '#' }, 'anything', true],
  [{ $ref: 'https://example.com/schema' }, 'anything', true],
  [{ type: 'array', minItems: 2 }, [1], false],
  [{}, 'anything', true],
  [true, 'anything', true],
  [false, 'anything', false],
];

test.each(rows)('%j on %j is %s', (schema, value, expected) => {
  expect(satisfies(schema, value)).toBe(expected);
});

test('JSON is the same whatever the order of its keys', () => {
  expect(sameJson({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
  expect(sameJson({ a: 1 }, { a: 1, b: undefined })).toBe(false);
  expect(sameJson([1, 2], [2, 1])).toBe(false);
  expect(sameJson([], {})).toBe(false);
});
