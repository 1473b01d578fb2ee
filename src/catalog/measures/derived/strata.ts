/**
 * Which seconds the plan made alike: the same phase, and the same windows open. Five seconds down and five up are no
 * chance, so a good second may not be drawn for a bad one; else chance would seem to decide what the scenario did.
 */
import { isScheduled } from '../../faults/schedule.js';
import type { Plan } from '../../../model/plan.js';
import type { Millis } from '../../../model/units.js';

/** Fewer seconds than these tell next to nothing of each other, and join the others that are as rare. */
const FEWEST = 4;

/** Of each of the seconds that begin then, the number of those that it belongs with; zero are the rare ones. */
export function strataOf(plan: Plan, starts: readonly Millis[]): readonly number[] {
  const states = starts.map((start) => stateAt(plan, start + 500));
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  const numbers = [...counts].filter(([, count]) => count >= FEWEST).map(([state]) => state);
  return states.map((state) => numbers.indexOf(state) + 1);
}

function stateAt({ phases, windows, network }: Plan, at: Millis): string {
  const phase = phases.find(({ opens, closes }) => at >= opens && at < closes)?.name ?? '';
  const open = windows.filter(
    ({ opens, closes, schedule }) => at >= opens && at < closes && isScheduled(schedule, at - opens, 0),
  );
  const toxic = network.filter(({ opens, closes }) => at >= opens && at < closes);
  return JSON.stringify([phase, ...[...open, ...toxic].map(({ id }) => id)]);
}
