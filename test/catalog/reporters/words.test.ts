import { describe, expect, it } from 'vitest';
import { sentence } from '../../../src/catalog/reporters/words.js';

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
