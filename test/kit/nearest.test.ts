import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/kit/nearest.js';

const KEYS = ['status', 'share', 'retryAfter', 'body', 'headers', 'message'];

describe('the nearest word', () => {
  it.each([
    ['retryafter', 'retryAfter'],
    ['retry-after', 'retryAfter'],
    ['retry_after', 'retryAfter'],
    ['staus', 'status'],
    ['sttaus', 'status'],
    ['shares', 'share'],
    ['masage', 'message'],
  ])('finds for %s what was meant', (word, meant) => {
    expect(nearest(word, KEYS)).toBe(meant);
  });

  it('counts neighbours that changed places as one slip', () => {
    expect(nearest('bdoy', ['body', 'bold'])).toBe('body');
    expect(nearest('abc', ['acb'])).toBe('acb');
  });

  it.each(['timeout', 'x', 'shareholders', ''])('has no guess for %j', (word) => {
    expect(nearest(word, KEYS)).toBeNull();
  });

  it('takes the first of two that are equally near', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
  });

  it('is not slowed down by a word without end', () => {
    expect(nearest('a'.repeat(1_000_000), KEYS)).toBeNull();
  });
});
