import { describe, expect, it } from 'vitest';
import { comparisonText } from '../../../src/catalog/reporters/comparison.js';
import type { Comparison } from '../../../src/model/comparison.js';

const ESCAPE = String.fromCharCode(27);

const better: Comparison = {
  before: 70.4,
  now: 97.6,
  difference: 27.2,
  interval: [23, 31.4],
  least: 3,
  noise: null,
  verdict: 'pass',
  because: null,
  terms: [
    {
      id: 'dishonest-share',
      title: 'Failures are told honestly',
      before: 2.5,
      now: 8,
      interval: [5, 6],
      chance: 0.001,
      state: 'chance',
    },
  ],
};

describe('a comparison', () => {
  it('says what moved by how much, and folds where there is no room', () => {
    const wide = comparisonText(better, { colour: false, unicode: true, columns: 80 });
    expect(wide).toContain('this change: 70 → 97, ± 4.2: better');
    expect(wide).toContain('   +5.5   Failures are told honestly (2.5 to 8.0 points; may be chance)');
    const narrow = comparisonText(better, { colour: false, unicode: true, columns: 45 });
    for (const line of narrow.split('\n')) expect(line.length, line).toBeLessThanOrEqual(45);
  });

  it('leaves what is fine uncoloured: only what failed is loud', () => {
    const coloured = comparisonText(better, { colour: true, unicode: true, columns: 80 });
    expect(coloured).not.toContain(`${ESCAPE}[32m`);
  });
});
