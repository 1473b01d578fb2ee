import { describe, expect, it } from 'vitest';
import { counted, factor, figure, limit, partOf, percent, rate, span } from '../../src/kit/figures.js';

describe('figures', () => {
  it.each([
    [percent(0), '0\u00a0%'],
    [percent(0.004), 'under 1\u00a0%'],
    [percent(0.996), 'over 99\u00a0%'],
    [percent(1), '100\u00a0%'],
    [percent(0.216), '22\u00a0%'],
    [limit(0.001), '0.1\u00a0%'],
    [limit(0.3), '30\u00a0%'],
    // Beside a bound that it isn't, a number shows it.
    [limit(0.1038, 0.1), '10.4\u00a0%'],
    [limit(0.10004, 0.1), '10.004\u00a0%'],
    [limit(0.1, 0.1), '10\u00a0%'],
    [rate(4.02, 4), '4.02'],
    [rate(4.001, 4), '4.001'],
    [rate(4, 4), '4.00'],
    [span(3040, 3000), '3\u202f040\u00a0ms'],
    [span(3000, 3000), '3\u00a0s'],
    [span(3.2, 3000), '3\u00a0ms'],
    [figure(1972), '1\u202f972'],
    [figure(1_234_567), '1\u202f234\u202f567'],
    [partOf(436, 632), '436 of 632 (69\u00a0%)'],
    [partOf(0, 0), '0 of 0'],
    [span(734), '734\u00a0ms'],
    [span(5000), '5\u00a0s'],
    [span(9417), '9.4\u00a0s'],
    [factor(7.38), '7.4×'],
    [counted(1, 'request', 'requests'), '1 request'],
    [counted(0, 'request', 'requests'), '0 requests'],
  ])('%s reads %s', (said, expected) => {
    expect(said).toBe(expected);
  });
});
