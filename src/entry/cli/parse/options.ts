/** What a command takes, as yargs holds it: read for help, for messages, and for slips that yargs lets pass. */
import yargs from 'yargs';
import type { Command } from '../commands/command.js';

export interface Options {
  readonly key: object;
  /** Those that may be given more than once. */
  readonly array: readonly string[];
  readonly number: readonly string[];
  readonly string: readonly string[];
  readonly alias: Readonly<Record<string, readonly string[]>>;
  readonly default: Readonly<Record<string, unknown>>;
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** What help says of each. */
  readonly described: Readonly<Record<string, string | undefined>>;
}

interface Inside {
  getOptions(): Omit<Options, 'described'>;
  getInternalMethods(): { getUsageInstance(): { getDescriptions(): Options['described'] } };
}

export function optionsOf(command: Command): Options {
  const inside = command.build(yargs([])) as unknown as Inside;
  const described = inside.getInternalMethods().getUsageInstance().getDescriptions();
  return { ...inside.getOptions(), described };
}

/** Of `up [scenario]`: the words without dashes that it takes. */
export function wordsOf({ usage }: Command): readonly string[] {
  return [...usage.matchAll(/[<[](\w+)/g)].map(([, word = '']) => word);
}
