/** Entries whose further keys depend on their kind: what belongs to all of them, and what to this kind. */
import type { Mistake } from './mistake.js';
import { listed } from './shape.js';
import { didYouMean } from './message-words.js';

export type Entry = Readonly<Record<string, unknown>>;

/** What stands under the given keys, and what under others. */
export function split(written: Entry, keys: readonly string[]): [Entry, Entry] {
  const isHere = ([key]: [string, unknown]): boolean => keys.includes(key);
  const entries = Object.entries(written);
  return [
    Object.fromEntries(entries.filter(isHere)),
    Object.fromEntries(entries.filter((entry) => !isHere(entry))),
  ];
}

interface Kind {
  /** Such as "A fault of kind". */
  readonly what: string;
  readonly id: string;
  readonly own: readonly string[];
  readonly shared: readonly string[];
  /** Such as "Every fault takes", where there are keys that all of them take. */
  readonly all?: string;
}

/** A slip in a key is explained by what this kind takes. */
export function aboutKind(mistake: Mistake, { what, id, own, shared, all }: Kind): Mistake {
  const key = mistake.path.at(-1);
  const isKey = mistake.code === 'unknown-key' || mistake.code === 'missing-key';
  if (!isKey || typeof key !== 'string') return mistake;
  const guess = mistake.code === 'unknown-key' ? didYouMean(key, [...own, ...shared]) : [];
  const takes = own.length === 0 ? 'nothing of its own' : listed(own);
  const rest =
    all === undefined || guess.length > 0 || mistake.code === 'missing-key'
      ? []
      : [`${all}: ${listed(shared)}.`];
  return {
    ...mistake,
    hints: [...guess, `${what} "${id}" takes: ${takes}.   brownout explain ${id}`, ...rest],
  };
}
