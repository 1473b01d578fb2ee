import { describe, expect, it } from 'vitest';
import { gained, lost, sentence } from '../../../src/catalog/reporters/words.js';
import type { Finding } from '../../../src/model/finding.js';

describe('a reason that stands alone', () => {
  it('begins with a capital and ends with a full stop', () => {
    expect(sentence('the score is known to ±8.3 points only')).toBe(
      'The score is known to ±8.3 points only.',
    );
  });

  it('keeps the end that it has, and the name that it begins with', () => {
    expect(sentence('2 of 9 requests could not be sent.')).toBe('2 of 9 requests could not be sent.');
    expect(sentence('"ask" was never asked in the outage')).toBe('"ask" was never asked in the outage.');
  });
});

describe('what a finding took and a fix would give back', () => {
  const clear = { caps: [] };
  const binding = {
    caps: [{ id: 'hangs', title: '', cap: 59, state: 'binding', because: '' } as const],
  };
  const taking = (points: number, gain: number): Finding => ({
    check: 'no-hangs',
    verdict: 'warn',
    severity: 'low',
    title: '',
    seen: '',
    required: '',
    usersGot: '',
    evidence: [],
    remedy: '',
    points,
    gain,
  });

  it.each([
    ['points and a gain', taking(4.62, 3.58), clear, ['−4.6', '+3.6']],
    ['points behind a ceiling', taking(4.62, 0), binding, ['−4.6', 'behind the ceiling']],
    ['points that a fix hardly touches', taking(0.3, 0), clear, ['−0.3', 'nearly full points']],
    ['a warning that weighs nothing', taking(0, 0), clear, ['0', 'takes no points']],
    ['a warning that weighs nothing, whatever binds', taking(0.04, 0), binding, ['0', 'takes no points']],
  ])('%s', (_, finding, card, said) => {
    expect([lost(finding), gained(finding, card)]).toEqual(said);
  });
});
