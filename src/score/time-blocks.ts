/** Blocks of seconds, drawn for all that happened in them alike. */
import { secondsOf } from '../catalog/measures/reading.js';
import type { RecordView } from '../catalog/measures/view.js';
import { blockFor, strataIn } from '../kit/blocks.js';
import type { Role } from '../model/scenario.js';
import type { Part } from './sums.js';

/** Of each role where its blocks begin and end, in turns, in seconds of its axis. */
export type Blocks = ReadonlyMap<Role, readonly number[]>;

/** The seconds of a role: what the plan made alike stands together, and only that is drawn for one another. */
export interface Axis {
  /** Where each second stands on the axis. */
  readonly order: readonly number[];
  readonly stretches: readonly Stretch[];
  readonly blocks: number;
}

interface Stretch {
  readonly from: number;
  readonly length: number;
  readonly size: number;
  readonly blocks: number;
}

export function axisOf(view: RecordView, role: Role): Axis {
  return view.keep(`axis ${role}`, () => {
    const strata = strataIn(secondsOf(view, { phase: role }).bins);
    let from = 0;
    const stretches = strata.map(({ length }) => {
      const size = blockFor(length);
      // Half a block too many or too few, of six or more, moves the width by a twenty-fourth at most.
      const stretch = { from, length, size, blocks: Math.max(1, Math.round(length / size)) };
      from += length;
      return stretch;
    });
    return {
      order: strata.flat(),
      stretches,
      blocks: stretches.reduce((sum, { blocks }) => sum + blocks, 0),
    };
  });
}

/** Running sums, so that a block is a difference. */
export interface Cumulated {
  readonly role: Role;
  /** Over all blocks together; null where there is nothing to divide by. */
  ratio(blocks: Blocks): number | null;
}

export function cumulated(view: RecordView, { role, bins }: Part): Cumulated {
  const over = new Float64Array(bins.length + 1);
  const under = new Float64Array(bins.length + 1);
  for (const [index, second] of axisOf(view, role).order.entries()) {
    over[index + 1] = (over[index] ?? 0) + (bins[second]?.over ?? 0);
    under[index + 1] = (under[index] ?? 0) + (bins[second]?.under ?? 0);
  }
  return {
    role,
    ratio: (blocks) => {
      const ends = blocks.get(role) ?? [];
      let sum = 0;
      let whole = 0;
      for (let at = 0; at < ends.length; at += 2) {
        const [start = 0, end = 0] = [ends[at], ends[at + 1]];
        sum += (over[end] ?? 0) - (over[start] ?? 0);
        whole += (under[end] ?? 0) - (under[start] ?? 0);
      }
      return whole === 0 ? null : sum / whole;
    },
  };
}

/** One axis for each role that is looked at. */
export function axesOf(view: RecordView, parts: readonly Cumulated[]): ReadonlyMap<Role, Axis> {
  return new Map(parts.map(({ role }) => [role, axisOf(view, role)]));
}

export function drawBlocks(axes: ReadonlyMap<Role, Axis>, next: () => number): Blocks {
  const blocks = new Map<Role, readonly number[]>();
  for (const [role, { stretches }] of axes) {
    const ends: number[] = [];
    for (const { from, length, size, blocks: count } of stretches)
      for (let drawn = 0; drawn < count; drawn += 1) {
        const start = from + Math.floor(next() * (length - size + 1));
        ends.push(start, start + size);
      }
    blocks.set(role, ends);
  }
  return blocks;
}
