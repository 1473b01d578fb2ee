import { describe, expect, test } from 'vitest';
import { goDuration } from '../../../src/catalog/providers/openai-headers.js';

describe('durations', () => {
  test.each([
    [0, '0s'],
    [-5, '0s'],
    [0.2, '1ms'],
    [6, '6ms'],
    [1200, '1.2s'],
    [8640, '8.64s'],
    [28_700, '28.7s'],
    [60_000, '1m0s'],
    [360_000, '6m0s'],
    [3_661_500, '1h1m1.5s'],
  ])('of %d ms are %s', (ms, text) => {
    expect(goDuration(ms)).toBe(text);
  });
});
