/** What `brownout --help` prints. Drawn by us: a parser isn't needed to list what is on a shelf. */
import { beside, wrap } from '../../../catalog/reporters/layout.js';
import { commandIn, commands } from '../commands/shelf.js';

export const CLAIM = 'Rehearse the day your model provider goes dark.';

export const OPTIONS = {
  help: 'Show help',
  color: 'Colour, where the terminal has it',
  version: 'Show the version',
} as const;

export const EXIT_CODES =
  'Exit codes: 0 passed, 1 a gate failed, 2 usage, 3 not testable, 4 our own fault, 5 inconclusive, 6 stopped for safety, 70 a defect of ours, 129, 130 and 143 interrupted.';

/** Name and meaning. */
export type Row = readonly [string, string];

export const WIDEST = 100;

/** `brownout run --help` is the command's own affair. */
export function asksForOverview(argv: readonly string[]): boolean {
  const words = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  return (
    (words.includes('--help') || words.includes('-h') || words[0] === 'help') && commandIn(words) === null
  );
}

/** `brownout help run` is meant as `brownout run --help`. */
export function withoutHelpWord(argv: readonly string[]): readonly string[] {
  const [first, ...words] = argv;
  return first === 'help' && commandIn(words) !== null ? [...words, '--help'] : argv;
}

export function overview(columns: number): string {
  const width = Math.min(WIDEST, columns);
  return [
    'brownout <command>',
    '',
    ...wrap(CLAIM, width, ''),
    '',
    'Commands:',
    ...beside(
      commands.map(({ usage, summary }) => [`brownout ${usage}`, summary]),
      width,
    ),
    '',
    'Options:',
    ...beside(sharedFlags(), width),
    '',
    ...wrap(EXIT_CODES, width, ''),
    '',
    'Of one command:  brownout run --help',
    '',
  ].join('\n');
}

/** What every command takes. */
export function sharedFlags(): readonly Row[] {
  return Object.entries(OPTIONS).map(([name, what]) => [
    flagCell(name, name === 'help' ? 'h' : undefined),
    what,
  ]);
}

export function flagCell(name: string, letter: string | undefined): string {
  return letter === undefined ? `    --${name}` : `-${letter}, --${name}`;
}
