import { describe, expect, it } from 'vitest';
import { entriesIn } from '../../../src/catalog/answers/entries.js';

describe('entries are counted', () => {
  it.each([
    ['a list that is the whole body', '[{}, {}]', '', 2],
    ['the same, as people write it', '[{}, {}]', '/length', 2],
    ['a list within', '{"notes": [1]}', '/notes', 1],
    ['the length of a list within', '{"notes": [1, 1, 1]}', '/notes/length', 3],
    ['an empty list', '{"notes": []}', '/notes', 0],
    ['a number', '{"count": 2}', '/count', 2],
    ['a number that is called length', '{"length": 4}', '/length', 4],
  ])('in %s', (_, body, pointer, count) => {
    expect(entriesIn(200, body, pointer)).toBe(count);
  });

  it('as none where there is no such thing', () => {
    expect(entriesIn(404, 'not found', '/notes')).toBe(0);
  });
});

describe('nobody knows', () => {
  it.each([
    ['what lies elsewhere', 200, '{"items": []}', '/notes'],
    ['what is no number and no list', 200, '{"notes": "3"}', '/notes'],
    ['a number that counts nothing', 200, '-1', ''],
    ['what is no JSON', 200, '<p>2</p>', ''],
    ['what an error says', 503, '[]', ''],
    ['what never came', null, '', ''],
  ])('%s', (_, status, body, pointer) => {
    expect(entriesIn(status, body, pointer)).toBeNull();
  });
});
