/** What else a stretch of time could have shown, for numbers that are no sums: its greatest value, and when something began. */
import { blockFor } from './blocks.js';
import { rankOf, type Ends } from './statistics.js';

const DRAWS = 2_000;
const TAIL = 0.025;
const Z = 1.959964;

/**
 * Of the greatest of counts along the time axis, by moving blocks. Nothing is drawn for it: that none of so many blocks
 * is above a value has the chance that one of them isn't, to the power of their number. No blocks hold more than was
 * there, so what they miss below it is granted above it too; and a count strays by its root, whichever second it is of.
 */
export function aroundGreatest(values: readonly number[]): Ends | null {
  if (values.length === 0) return null;
  const size = blockFor(values.length);
  const blocks = Float64Array.from({ length: values.length - size + 1 }, (_, start) =>
    greatest(values, start, size),
  ).sort();
  const wanted = Math.ceil(values.length / size);
  const low = blocks[rankOf(TAIL ** (1 / wanted), blocks.length) - 1] ?? 0;
  const most = greatest(values, 0, values.length);
  const half = Math.max(most - low, Z * Math.sqrt(most));
  return { low: Math.max(0, most - half), high: most + half };
}

function greatest(values: readonly number[], from: number, count: number): number {
  let most = -Infinity;
  for (let place = from; place < from + count; place += 1) most = Math.max(most, values[place] ?? most);
  return most;
}

/** The middle 95 % of what so many draws give. */
export function middle(draw: () => number): Ends {
  const drawn = Float64Array.from({ length: DRAWS }, draw).sort();
  const at = (quantile: number): number => drawn[rankOf(quantile, DRAWS) - 1] ?? Number.NaN;
  return { low: at(TAIL), high: at(1 - TAIL) };
}

/** Draws of the standard normal, from units (Box and Muller 1958): two at a time. */
export function normals(next: () => number): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const drawn = spare;
      spare = null;
      return drawn;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
