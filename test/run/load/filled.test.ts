import { describe, expect, it } from 'vitest';
import { fillTemplate, fillText } from '../../../src/catalog/arrivals/template.js';
import { fillerOf, jsonFillerOf } from '../../../src/run/load/filled.js';

const VALUES = { id: 'abcdefghijklmnop', prompt: 'Say "hi"\n\\ {{id}} \u2028 é' };

describe('a template that was taken apart', () => {
  it.each(['', 'plain', '{{id}}', 'a {{ prompt }}{{id}} b {{prompt}}', '{{other}} {{id', '}}{{ id}}{{'])(
    'fills %j as one that is filled whole',
    (text) => {
      expect(fillerOf(text)(VALUES)).toBe(fillText(text, VALUES));
    },
  );

  it.each([
    null,
    7,
    'only {{prompt}}',
    { q: '{{prompt}}', list: ['{{id}}', 1, null, { deep: 'x {{ id }} y' }], '{{id}}': true },
    { taken: '\ue000 and \ue000\ue001', q: '{{prompt}}' },
    { odd: '"{{id}}" \\{{prompt}}' },
  ])('fills the strings of %j, and nothing else', (value) => {
    expect(jsonFillerOf(value)(VALUES)).toBe(JSON.stringify(fillTemplate(value, VALUES)));
  });
});
