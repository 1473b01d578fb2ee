import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/kit/random.js';
import type { Reading } from '../../../src/catalog/measures/measure.js';
import { read, valueOf } from '../../support/measuring.js';
import { HEALTHY, playRecord, type Played } from '../../support/record.js';

const HONEST: Played = { class: 'honest-error', latency: 80, attempts: [] };
const QUEUED: Played = { ...HEALTHY, class: 'queued' };

/** Worth 0.2 each, so at the end exactly that is left. */
const afterwards = (before: (index: number) => Played) =>
  playRecord((role, index) => (role === 'baseline' ? before(index) : HONEST));

const endsOf = (reading: Reading): { low: number; high: number } => {
  if (reading.state === 'unmeasured' || reading.interval === null) throw new Error('no interval');
  return reading.interval;
};

/** Ends of the mean of `count` worths between −1 and 1 (Agresti and Coull), and that mean. */
function around(count: number, mean: number, squares: number) {
  const middle = (count * mean) / (count + 4);
  const spread = (count * squares + 4) / (count + 4) - middle ** 2;
  const half = 1.959964 * Math.sqrt(spread / (count + 4));
  return { mean, low: Math.min(mean, middle - half), high: Math.min(1, Math.max(mean, middle + half)) };
}

describe('residual-deficit', () => {
  // 400 at baseline, half of them worth 1 and half 0.2, or all worth 0.6; 320 at the end, worth 0.2.
  const quiet = read(
    afterwards(() => QUEUED),
    'residual-deficit',
  );
  const noisy = read(
    afterwards((index) => (index % 2 === 0 ? HEALTHY : HONEST)),
    'residual-deficit',
  );

  it('is the same where the baseline strays around the same mean', () => {
    expect(valueOf(quiet)).toBeCloseTo(2 / 3, 12);
    expect(valueOf(noisy)).toBeCloseTo(2 / 3, 12);
  });

  it.each([
    ['stays', quiet, around(400, 0.6, 0.36)],
    ['strays', noisy, around(400, 0.6, 0.52)],
  ])('has an interval that takes in both sides: the baseline %s', (_, reading, before) => {
    const after = around(320, 0.2, 0.04);
    const { low, high } = endsOf(reading);
    expect(1 - high).toBeCloseTo(
      1 / 3 - Math.hypot((0.2 - after.low) / 0.6, 0.2 / 0.6 - 0.2 / before.high),
      6,
    );
    expect(1 - low).toBeCloseTo(
      1 / 3 + Math.hypot((after.high - 0.2) / 0.6, 0.2 / before.low - 0.2 / 0.6),
      6,
    );
  });

  it('holds the truth of nearly every run in which both sides stray', () => {
    // Worth 1 or 0.2: 0.6 in the mean before, 0.52 at the end. An interval of the end alone misses one run in seven.
    const truth = 1 - 0.52 / 0.6;
    const trials = 200;
    let held = 0;
    for (let seed = 0; seed < trials; seed += 1) {
      const next = randomOf(seed).sequence();
      const record = playRecord((role) => (next() < (role === 'baseline' ? 0.5 : 0.4) ? HEALTHY : HONEST));
      const { low, high } = endsOf(read(record, 'residual-deficit'));
      if (low <= truth && truth <= high) held += 1;
    }
    expect(held / trials).toBeGreaterThan(0.92);
  });
});
