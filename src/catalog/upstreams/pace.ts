/** How much a healthy model says, and how fast: drawn for one attempt from its upstream's ranges. */
import type { Random } from '../../kit/random.js';
import type { Pacing } from '../../model/scenario.js';
import type { Range } from '../../model/units.js';
import type { DrawnPacing } from '../providers/provider.js';

export interface Pace {
  readonly pacing: DrawnPacing;
  readonly words: number;
}

/** Header and end mark of a watermark: tokens that an answer has beside its words. */
export const MARKS = 2;

export function drawPace(model: Pacing, maxTokens: number | null, random: Random): Pace {
  const wanted = Math.round(within(model.tokens, random, 'tokens'));
  // A model keeps to the caller's limit, so that a healthy answer is a whole one.
  const allowed = maxTokens === null ? wanted : Math.min(wanted, maxTokens - MARKS);
  const firstToken = within(model.firstToken, random, 'first-token');
  const gap = 1000 / within(model.speed, random, 'speed');
  return { words: Math.max(1, allowed), pacing: { firstToken, gap } };
}

function within({ low, high }: Range, random: Random, name: string): number {
  return low === high ? low : random.at('model', name).between(low, high);
}
