import { expect, test } from 'vitest';
import { at } from '../../../src/catalog/answers/pointer.js';

// The document and the answers of RFC 6901, section 5.
const rfc = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};

test.each([
  ['', rfc],
  ['/foo', ['bar', 'baz']],
  ['/foo/0', 'bar'],
  ['/', 0],
  ['/a~1b', 1],
  ['/c%d', 2],
  ['/e^f', 3],
  ['/g|h', 4],
  ['/i\\j', 5],
  ['/k"l', 6],
  ['/ ', 7],
  ['/m~0n', 8],
])('%j points where the RFC says', (pointer, expected) => {
  expect(at(rfc, pointer)).toEqual(expected);
});

test.each(['/none', '/foo/2', '/foo/-', '/foo/01', '/foo/length', '/foo/0/bar', '/toString', '/__proto__'])(
  '%j points to nothing',
  (pointer) => {
    expect(at(rfc, pointer)).toBeUndefined();
  },
);

test.each([null, undefined, 3, 'text'])('%j has nothing inside', (value) => {
  expect(at(value, '/a')).toBeUndefined();
});
