import type { Argv } from 'yargs';
import { BrownoutError } from '../../../model/problem.js';
import type { Door } from '../door.js';
import type { ExitCode } from '../exit-code.js';

/**
 * One command, one file. Its heavy rooms are imported inside `run`, so that help and version stay
 * quick.
 */
export interface Command {
  /** As yargs writes it: `run <scenario..>`. */
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly (readonly [string, string])[];
  build(args: Argv): Argv;
  /** Flags as another program writes them, in our spelling. */
  reword?(argv: readonly string[]): readonly string[];
  run(args: Arguments, door: Door): Promise<ExitCode>;
}

/** Flags as they came in; the readers below turn them into what a command wants. */
export type Arguments = Readonly<Record<string, unknown>>;

export function textOf(args: Arguments, name: string): string | null {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function textsOf(args: Arguments, name: string): readonly string[] {
  const value = args[name];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}

export function isSet(args: Arguments, name: string): boolean {
  return args[name] === true;
}

export interface Takes {
  /** False where half of one makes sense; otherwise a number is whole. */
  readonly isWhole?: boolean;
  readonly least?: number;
  readonly most?: number;
}

/** Null only where the flag was not given: what is no number is no default. */
export function numberOf(args: Arguments, name: string, takes: Takes = {}): number | null {
  const value = args[name];
  if (value === undefined) return null;
  const { isWhole = true, least = 0, most = Number.MAX_SAFE_INTEGER } = takes;
  const isOne = typeof value === 'number' && (isWhole ? Number.isInteger(value) : Number.isFinite(value));
  if (isOne && value >= least && value <= most) return value;
  const range = most >= Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  throw new BrownoutError({
    code: 'usage',
    ending: 'usage',
    message: `--${name} takes ${isWhole ? 'a whole number' : 'a number'} ${range}, ${foundIn(value)}`,
  });
}

function foundIn(value: unknown): string {
  return typeof value === 'number' && !Number.isNaN(value) ? `not ${value}` : 'and what was given is none';
}
