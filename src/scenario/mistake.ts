import type { Problem } from '../model/problem.js';

/** Keys and indexes from the root of a document down to a value. */
export type Path = readonly (string | number)[];

/** A mistake before it has a place in a file: rules speak of paths, documents turn them into lines. */
export interface Mistake {
  readonly code: string;
  readonly severity: Problem['severity'];
  readonly message: string;
  readonly hints: readonly string[];
  readonly path: Path;
  /** Whether the key or what stands behind it is wrong. */
  readonly points: 'key' | 'value';
  /** The part of the value that is wrong, where it isn't all of it. */
  readonly piece: string | null;
}

type Details = Partial<Pick<Mistake, 'hints' | 'points' | 'piece'>>;

export function wrong(code: string, path: Path, message: string, details: Details = {}): Mistake {
  return { severity: 'error', hints: [], points: 'value', piece: null, ...details, code, path, message };
}

export function doubtful(code: string, path: Path, message: string, details: Details = {}): Mistake {
  return { ...wrong(code, path, message, details), severity: 'warning' };
}
