/**
 * Which terms a change moved. Of many terms some always differ, so each is held against what its own draws say of
 * chance, and all of them together against Holm.
 */
import { holm } from '../kit/holm.js';
import { studentQuantile, studentTails } from '../kit/student.js';
import type { TermChange } from '../model/comparison.js';
import type { Scorecard } from '../model/scorecard.js';
import { differenceBand, type Resampled } from './band.js';
import { pooled, type Difference } from './pooled.js';

export interface Side {
  readonly scorecard: Scorecard;
  readonly drawn: Resampled;
}

export interface Sides {
  readonly before: Side;
  readonly now: Side;
}

/** Changes of a term that are worth a line. */
const SHOWN = 0.5;
/** How often chance may name any term at all. */
const LEVEL = 0.05;
const TAILS = 0.05;

type Untold = Omit<TermChange, 'state'>;

/** Of all terms, the ones that moved by enough to be shown; what chance can't have done comes first. */
export function termChanges(pairs: readonly Sides[]): readonly TermChange[] {
  const titles = new Map(pairs.flatMap(({ now }) => now.scorecard.terms.map(({ id, title }) => [id, title])));
  const all = [...titles].map(([id, title]) => changeOf(pairs, id, title));
  const held = holm(
    all.map(({ chance }) => chance),
    LEVEL,
  );
  const sizeOf = ({ before, now }: Untold): number => Math.abs(now - before);
  return all
    .map((change, index): TermChange => ({
      ...change,
      state: change.chance === null ? 'untested' : held[index]?.isUnlikely ? 'changed' : 'chance',
    }))
    .filter((change) => sizeOf(change) >= SHOWN)
    .sort((a, b) => Number(b.state === 'changed') - Number(a.state === 'changed') || sizeOf(b) - sizeOf(a));
}

function changeOf(pairs: readonly Sides[], id: string, title: string): Untold {
  const before = mean(pairs.map((pair) => pointsOf(pair.before, id)));
  const now = mean(pairs.map((pair) => pointsOf(pair.now, id)));
  const differences = pairs.map((pair) => differenceOf(pair, id));
  const known = differences.filter((one) => one !== null);
  if (known.length < differences.length) return { id, title, before, now, interval: null, chance: null };
  const { low, high } = pooled(known, now - before);
  const freedom = Math.min(...pairs.flatMap((pair) => [pair.before.drawn.freedom, pair.now.drawn.freedom]));
  return {
    ...{ id, title, before, now, interval: [low, high] },
    chance: chanceOf(now - before, { low, high, freedom }),
  };
}

function pointsOf({ scorecard }: Side, id: string): number {
  return scorecard.terms.find((term) => term.id === id)?.points ?? 0;
}

/** Null where one of the sides has no interval for it. */
function differenceOf({ before, now }: Sides, id: string): Difference | null {
  const [old, young] = [before.drawn.terms.get(id), now.drawn.terms.get(id)];
  if (old === undefined || young === undefined) return null;
  const points = pointsOf(now, id) - pointsOf(before, id);
  return { points, ...differenceBand({ ...before.drawn, ...old }, { ...now.drawn, ...young }, points) };
}

interface Spread {
  readonly low: number;
  readonly high: number;
  readonly freedom: number;
}

/** How probable so large a difference is where nothing changed. The longer side counts: curves end, and cut the other short. */
function chanceOf(difference: number, { low, high, freedom }: Spread): number {
  if (difference === 0) return 1;
  const half = Math.max(difference - low, high - difference);
  return studentTails((studentQuantile(TAILS, freedom) * Math.abs(difference)) / half, freedom);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
