/** Many questions at once, answered so that chance says yes to any of them no more often than the level (Holm 1979). */
export interface Held {
  /** The level that this one is held against. */
  readonly level: number;
  /** Whether chance alone is too unlikely to have done it. */
  readonly isUnlikely: boolean;
}

/** Of probabilities under chance alone; null where chance has no part, or there is no telling. */
export function holm(chances: readonly (number | null)[], level: number): readonly Held[] {
  const order = chances
    .flatMap((chance, index) => (chance === null ? [] : [{ chance, index }]))
    .sort((a, b) => a.chance - b.chance);
  const held = chances.map((): Held => ({ level, isUnlikely: false }));
  let isStill = true;
  for (const [rank, { chance, index }] of order.entries()) {
    const own = level / (order.length - rank);
    isStill &&= chance < own;
    held[index] = { level: own, isUnlikely: isStill };
  }
  return held;
}
