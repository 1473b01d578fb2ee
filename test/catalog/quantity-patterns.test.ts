import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  count,
  duration,
  durationRange,
  perSecond,
  perSecondRange,
  positiveCount,
  positiveDuration,
  rate,
  share,
  type Written,
} from '../../src/catalog/quantities.js';

const QUANTITIES = {
  count,
  duration,
  durationRange,
  perSecond,
  perSecondRange,
  positiveCount,
  positiveDuration,
  rate,
  share,
};

const SAMPLES: readonly Written[] = [
  ...[0, 1, 12, 20, 0.5, 1.5, 60, -1],
  ...[
    '5s',
    '300ms',
    '1m30s',
    '0.5m',
    ' 5 s ',
    '2 min',
    '10us',
    '.5s',
    '5',
    '5x',
    '-5s',
    'PT5S',
    '1:30',
    'fast',
  ],
  ...['300ms ± 20%', '300ms±50ms', '200ms..400ms', '300ms +/- 20%', '300ms ±', '..400ms', '300ms ± 20'],
  ...['60%', '30 %', '100%', '101%', '150%', '-10%', '0.6', '.5', '1', '1.0', '60', '50 percent'],
  ...['20/s', '1200/min', '20 per second', '20', '20/S', '20rps', '30% of capacity', '130% of capacity'],
  ...['80/s ± 20%', '60/s..100/s', '12', '1.5', '12 tokens', '', ' '],
];

interface Look {
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

function looksRight(look: Look, written: Written): boolean {
  if (typeof written === 'string') return new RegExp(look.pattern ?? '', 'u').test(written);
  return (
    look.type !== 'string' && written >= (look.minimum ?? -Infinity) && written <= (look.maximum ?? Infinity)
  );
}

describe.each(Object.entries(QUANTITIES))('what an editor takes for a %s', (_, quantity) => {
  const look = z.toJSONSchema(quantity, { target: 'draft-07', io: 'input', unrepresentable: 'any' }) as Look;

  it('is whatever can be read', () => {
    const read = SAMPLES.filter((written) => quantity.safeParse(written).success);
    expect(read.length).toBeGreaterThan(2);
    expect(read.filter((written) => !looksRight(look, written))).toEqual([]);
  });

  it('is nothing else, but for what lies outside of a range', () => {
    const refused = SAMPLES.filter((written) => !quantity.safeParse(written).success);
    // A whole number is no look of its own, and nor is a number above nothing.
    const taken = refused.filter((written) => looksRight(look, written) && typeof written === 'string');
    expect(taken).toEqual([]);
  });
});
