import type { Argv } from 'yargs';
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

export function numberOf(args: Arguments, name: string): number | null {
  const value = args[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
