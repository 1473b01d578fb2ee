import { expect, test } from 'vitest';
import { fillTemplate, fillText } from '../../../src/catalog/arrivals/template.js';

const values = { id: 'abc', prompt: 'Why "so"?\nTell $& me {{id}}.' };

test('every string of a body is filled, at any depth, and nothing else changes', () => {
  const body = {
    question: 'Q: {{prompt}}',
    list: ['{{id}}', 3, null, { deep: '{{ id }}-{{id}}' }],
    flag: true,
  };
  expect(fillTemplate(body, values)).toEqual({
    question: `Q: ${values.prompt}`,
    list: ['abc', 3, null, { deep: 'abc-abc' }],
    flag: true,
  });
});

test('what a value brings with it is not filled again', () => {
  expect(fillText('{{prompt}}', values)).toBe(values.prompt);
});

test('other braces and keys stay as they are', () => {
  expect(fillTemplate({ '{{id}}': '{{name}} {id} {{{id}}}' }, values)).toEqual({
    '{{id}}': '{{name}} {id} {abc}',
  });
});
