import { expect, it } from 'vitest';
import { matches } from '../../../src/catalog/faults/match.js';
import type { CallFacts } from '../../../src/catalog/faults/match.js';
import type { Match } from '../../../src/model/scenario.js';

const ANY: Match = { model: null, stream: null, journey: null, header: {}, attempt: null, cohort: null };
const CALL: CallFacts = {
  model: 'claude-opus-4.6',
  stream: true,
  journey: 'ask',
  headers: { 'x-tier': ['free', 'eu'], 'user-agent': 'Anthropic/JS 1.10.0' },
  attempt: 2,
  cohort: null,
};

it.each<[Partial<Match>, boolean]>([
  [{}, true],
  [{ model: 'claude-opus-4.6' }, true],
  [{ model: 'claude-*' }, true],
  [{ model: '*OPUS*' }, true],
  [{ model: 'claude-opus-4?6' }, true],
  [{ model: 'claude-opus' }, false],
  [{ model: 'claude-opus-4?' }, false],
  [{ model: 'claude.opus-4.6' }, false],
  [{ stream: true }, true],
  [{ stream: false }, false],
  [{ journey: 'ask' }, true],
  [{ journey: 'stream' }, false],
  [{ header: { 'X-Tier': 'eu' } }, true],
  [{ header: { 'x-tier': 'us' } }, false],
  [{ header: { 'user-agent': 'anthropic/js *' } }, true],
  [{ header: { 'x-tier': '*', 'x-other': '*' } }, false],
  [{ attempt: { from: 1, to: 1 }, cohort: null }, false],
  [{ attempt: { from: 2, to: 9 }, cohort: null }, true],
  [{ model: 'claude-*', stream: false }, false],
])('%j takes the call: %s', (match, taken) => {
  expect(matches({ ...ANY, ...match }, CALL)).toBe(taken);
});

it('takes no call of an unknown journey for a named one', () => {
  expect(matches({ ...ANY, journey: 'ask' }, { ...CALL, journey: null })).toBe(false);
});
