/**
 * Which seconds of a role the plan made alike: the same phase, and the same windows open. Five seconds down and five
 * up are no chance, so a good second may not be drawn for a bad one; else chance would seem to decide what the
 * scenario did.
 */
import { isScheduled } from '../catalog/faults/schedule.js';
import type { Plan } from '../model/plan.js';
import type { Role } from '../model/scenario.js';
import type { Millis } from '../model/units.js';

/** Fewer seconds than these tell next to nothing of each other, and join the others that are as rare. */
const FEWEST = 4;

/** Of the seconds that begin then, which belong together: their places, in order. */
export function strataOf(plan: Plan, role: Role, starts: readonly Millis[]): readonly (readonly number[])[] {
  const byState = new Map<string, number[]>();
  for (const [place, start] of starts.entries()) {
    const state = stateAt(plan, role, start + 500);
    byState.set(state, [...(byState.get(state) ?? []), place]);
  }
  const all = [...byState.values()];
  const rare = all.filter(({ length }) => length < FEWEST).flat();
  return [
    ...all.filter(({ length }) => length >= FEWEST),
    ...(rare.length === 0 ? [] : [rare.sort((a, b) => a - b)]),
  ];
}

function stateAt({ phases, windows, network }: Plan, role: Role, at: Millis): string {
  const phase = phases.find((one) => one.role === role && at >= one.opens && at < one.closes)?.name ?? '';
  const open = windows.filter(
    ({ opens, closes, schedule }) => at >= opens && at < closes && isScheduled(schedule, at - opens, 0),
  );
  const toxic = network.filter(({ opens, closes }) => at >= opens && at < closes);
  return JSON.stringify([phase, ...[...open, ...toxic].map(({ id }) => id)]);
}
