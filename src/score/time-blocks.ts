/** Blocks of seconds, drawn for all that happened in them alike. */
import { blockFor } from '../kit/blocks.js';
import type { Role } from '../model/scenario.js';
import type { Part } from './sums.js';

/** Where the blocks of each role begin, in seconds. */
export type Blocks = ReadonlyMap<Role, readonly number[]>;

/** Running sums, so that a block is a difference. */
export interface Cumulated {
  readonly role: Role;
  readonly length: number;
  /** Over all blocks together; null where there is nothing to divide by. */
  ratio(blocks: Blocks): number | null;
}

export function cumulated({ role, bins }: Part): Cumulated {
  const { length } = bins;
  const over = new Float64Array(length + 1);
  const under = new Float64Array(length + 1);
  bins.forEach((bin, index) => {
    over[index + 1] = (over[index] ?? 0) + bin.over;
    under[index + 1] = (under[index] ?? 0) + bin.under;
  });
  const size = blockFor(length);
  return {
    role,
    length,
    ratio: (blocks) => {
      let sum = 0;
      let whole = 0;
      for (const start of blocks.get(role) ?? []) {
        sum += (over[start + size] ?? 0) - (over[start] ?? 0);
        whole += (under[start + size] ?? 0) - (under[start] ?? 0);
      }
      return whole === 0 ? null : sum / whole;
    },
  };
}

/** How many seconds each role has. */
export function roomOf(parts: readonly Cumulated[]): ReadonlyMap<Role, number> {
  return new Map(parts.map(({ role, length }) => [role, length]));
}

export function drawBlocks(lengths: ReadonlyMap<Role, number>, next: () => number): Blocks {
  const blocks = new Map<Role, readonly number[]>();
  for (const [role, length] of lengths) {
    const size = blockFor(length);
    // Half a block too many or too few, of six or more, moves the width by a twenty-fourth at most.
    const count = Math.max(1, Math.round(length / Math.max(1, size)));
    blocks.set(
      role,
      Array.from({ length: count }, () => Math.floor(next() * (length - size + 1))),
    );
  }
  return blocks;
}
