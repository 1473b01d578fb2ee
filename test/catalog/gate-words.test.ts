import { expect, it } from 'vitest';
import { gateWords } from '../../src/catalog/gate-words.js';
import { gateOf } from '../support/record.js';

it.each([
  ['waste <= 1', {}, 'waste <= 1'],
  ['waste <= 1', { during: 'outage' }, 'waste <= 1 during outage'],
  [
    'latency.p95 < 3s',
    { during: 'storm', journey: 'ask', upstream: 'gpt' },
    'latency.p95 < 3s during storm journey ask upstream gpt',
  ],
  ['waste <= 1 during outage', { during: 'outage' }, 'waste <= 1 during outage'],
  ['waste <= 1 journey ask-twice', { journey: 'ask' }, 'waste <= 1 journey ask-twice journey ask'],
])('%s with %j is said whole, and nothing twice', (text, scope, said) => {
  expect(gateWords(gateOf(text, { measure: 'waste', is: '<=', value: 1, ...scope }))).toBe(said);
});
