/** What `brownout run --help` prints. Drawn by us, since yargs cuts words where a window is narrow. */
import { beside, wrap } from '../../../catalog/reporters/layout.js';
import type { Command } from '../commands/command.js';
import { optionsOf, wordsOf, type Options } from './options.js';
import { EXIT_CODES, flagCell, sharedFlags, WIDEST, type Row } from './overview.js';

export function commandHelp(command: Command, columns: number): string {
  const width = Math.min(WIDEST, columns);
  const options = optionsOf(command);
  const words = wordsOf(command).map((word): Row => [word, said(word, options)]);
  return [
    ...wrap(`brownout ${command.usage}`, width, ''),
    '',
    ...wrap(command.summary, width, ''),
    ...part('Arguments:', words, width),
    ...part('Options:', [...sharedFlags(), ...flagsOf(command, options)], width),
    ...part('Examples:', command.examples, width),
    '',
    ...wrap(EXIT_CODES, width, ''),
    '',
  ].join('\n');
}

function part(title: string, rows: readonly Row[], width: number): string[] {
  return rows.length === 0 ? [] : ['', title, ...beside(rows, width)];
}

function flagsOf(command: Command, options: Options): readonly Row[] {
  const known = new Set(['help', 'version', ...wordsOf(command), ...Object.values(options.alias).flat()]);
  return Object.keys(options.key)
    .filter((name) => !known.has(name))
    .map((name) => [flagCell(name, options.alias[name]?.[0]), said(name, options)]);
}

function said(name: string, options: Options): string {
  const { described, choices } = options;
  const value = options.default[name];
  const isWord = typeof value === 'string' || typeof value === 'number' || value === true;
  return [
    described[name] ?? '',
    choices[name] === undefined ? `[${kindOf(name, options)}]` : `[${choices[name].join(' | ')}]`,
    ...(isWord ? [`[default: ${value}]`] : []),
  ].join(' ');
}

function kindOf(name: string, { array, number, string }: Options): string {
  if (array.includes(name)) return 'array';
  if (number.includes(name)) return 'number';
  return string.includes(name) ? 'string' : 'boolean';
}
