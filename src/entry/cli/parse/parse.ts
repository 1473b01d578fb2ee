/** From words to a command and its flags; yargs parses, and what was probably meant is ours to add. */
import yargs, { type Argv } from 'yargs';
import { nearest } from '../../../kit/nearest.js';
import { BrownoutError } from '../../../model/problem.js';
import { textsOf, type Arguments, type Command } from '../commands/command.js';
import { commandHelp } from './command-help.js';
import { commandIn, commands, nameOf } from '../commands/shelf.js';
import type { Door } from '../door.js';
import { optionsOf, wordsOf } from './options.js';

export interface Asked {
  readonly command: Command;
  readonly args: Arguments;
}

/** Null where help was asked for, which is printed by then. */
export async function parse(typed: readonly string[], door: Door): Promise<Asked | null> {
  const argv = withoutDashes(commandIn(typed)?.reword?.(typed) ?? typed);
  const first = argv.find((word) => !word.startsWith('-'));
  const named = commandIn(argv);
  if (first !== undefined && named === null) throw noCommand(first);
  const help = (command: Command): null => {
    door.out(commandHelp(command, door.style.columns));
    return null;
  };
  if (named !== null && (argv.includes('--help') || argv.includes('-h'))) return help(named);
  const parser = commands.reduce<Argv>((known, command) => register(known, command, argv), frame(argv));
  try {
    await parser.parseAsync();
    return null;
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    // Among other letters, as in `-qh`.
    return error.asked.args['help'] === true ? help(error.asked.command) : error.asked;
  }
}

/** Words behind a `--` are words as ever; yargs would drop them, and none of ours begins with a dash. */
function withoutDashes(argv: readonly string[]): readonly string[] {
  const at = argv.indexOf('--');
  return at < 0 ? argv : [...argv.slice(0, at), ...argv.slice(at + 1)];
}

function noCommand(word: string): BrownoutError {
  const meant = nearest(word, commands.map(nameOf));
  return new BrownoutError({
    code: 'usage',
    ending: 'usage',
    message: `there is no command "${word}"`,
    hints: [...(meant === null ? [] : [`did you mean "${meant}"?`]), 'brownout --help'],
  });
}

/** Thrown, because yargs lays out the help of every command that returns, in case that it fails later. */
class Found extends Error {
  readonly asked: Asked;

  constructor(asked: Asked) {
    super('a command was found');
    this.asked = asked;
  }
}

function frame(argv: readonly string[]): Argv {
  return (
    yargs([...argv])
      .scriptName('brownout')
      // Its words are read again below, and ours are English too.
      .locale('en')
      .strict()
      .exitProcess(false)
      .parserConfiguration({ 'boolean-negation': true, 'populate--': false })
      .version(false)
      .help(false)
      .option('help', { type: 'boolean', alias: 'h' })
      .option('color', { type: 'boolean', default: true })
      .option('version', { type: 'boolean' })
      .demandCommand(1, 'Say which command. New here?  brownout demo')
      .fail((message, error, built) => {
        // Of what it throws itself, only the error tells what is wrong.
        const thrown = error as Error | undefined;
        if (thrown !== undefined && thrown.name !== 'YError') throw thrown;
        throw usageError(thrown?.message ?? message, argv, built);
      })
  );
}

function register(parser: Argv, command: Command, argv: readonly string[]): Argv {
  return parser.command(
    command.usage,
    command.summary,
    (args) => command.build(args),
    (args) => {
      refuseEmpty(command, argv);
      refuseTwice(command, args, argv);
      throw new Found({ command, args });
    },
  );
}

/** What a script leaves of `--config "$CONFIG"` where that is not set is no wish for the default. */
function refuseEmpty(command: Command, argv: readonly string[]): void {
  const { string, number, array, alias } = optionsOf(command);
  const taking = [...string, ...number, ...array].flatMap((name) => [name, ...(alias[name] ?? [])]);
  const empty = argv.find((word, at) => {
    const [, name = '', value] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    return taking.includes(name) && (value ?? argv[at + 1]) === '';
  });
  if (empty === undefined) return;
  throw new BrownoutError({
    code: 'usage',
    ending: 'usage',
    message: `${empty.replace(/=$/, '')} needs a value, and an empty one was given`,
    hints: [`brownout ${nameOf(command)} --help`],
  });
}

/**
 * yargs makes a list of a text given twice, in which whoever wants one value finds none, and adds a 1 that
 * follows a number to it.
 */
function refuseTwice(command: Command, args: Arguments, argv: readonly string[]): void {
  const { key, array, number } = optionsOf(command);
  const timesOf = (name: string): number =>
    number.includes(name)
      ? argv.filter((word) => word === `--${name}` || word.startsWith(`--${name}=`)).length
      : textsOf(args, name).length;
  // Words without a flag are lists too, where the command takes several.
  const words = wordsOf(command);
  const single = Object.keys(key).filter((name) => !array.includes(name) && !words.includes(name));
  const name = single.find((one) => timesOf(one) > 1);
  if (name === undefined) return;
  throw new BrownoutError({
    code: 'usage',
    ending: 'usage',
    message: `--${name} takes one value, and it was given ${timesOf(name)}`,
    hints: [`brownout ${nameOf(command)} --help`],
  });
}

/** yargs says what is wrong; what was probably meant is ours to add. */
function usageError(said: string, argv: readonly string[], parser: Argv): BrownoutError {
  const command = commandIn(argv);
  const name = command === null ? null : nameOf(command);
  const { message, meant } = reworded(said, argv, parser);
  return new BrownoutError({
    code: 'usage',
    ending: 'usage',
    message,
    hints: [
      ...(meant === null ? [] : [`did you mean "${meant}"?`]),
      // A line that no quotes hold together falls apart into flags of ours.
      ...(name === 'learn' && argv.includes('curl')
        ? [`put the whole line into quotes:  brownout learn 'curl …'`]
        : []),
      `brownout ${name === null ? '' : `${name} `}--help`,
    ],
  });
}

function reworded(
  said: string,
  argv: readonly string[],
  parser: Argv,
): { readonly message: string; readonly meant: string | null } {
  const choice = /Argument: ([\w-]+), Given: "(.*?)", Choices: (.*)/.exec(said);
  if (choice !== null) {
    const [, argument = '', given = '', choices = ''] = choice;
    const known = [...choices.matchAll(/"([^"]*)"/g)].map(([, one = '']) => one);
    return {
      message: `"${given}" is no ${argument}: there are ${known.join(', ')}`,
      meant: nearest(given, known),
    };
  }
  const bare = /Not enough arguments following: (\S+)/.exec(said)?.[1];
  if (bare !== undefined) {
    return { message: `${bare.length === 1 ? '-' : '--'}${bare} needs a value`, meant: null };
  }
  if (said.startsWith('Not enough non-option')) {
    return { message: `say what:  brownout ${usageOf(argv)}`, meant: null };
  }
  const unknown = /Unknown (?:arguments?|commands?): (\S+?),?(?:\s|$)/.exec(said)?.[1];
  if (unknown === undefined)
    return { message: said.split('\n')[0] ?? 'the command could not be read', meant: null };
  if (argv.includes(unknown)) return { message: `"${unknown}" is one word too many`, meant: null };
  const dashes = unknown.length === 1 && !argv.includes(`--${unknown}`) ? '-' : '--';
  const known = Object.keys((parser as unknown as { parsed?: { aliases?: object } }).parsed?.aliases ?? {});
  const flags = [...known, ...knownFlags(argv)].filter((name) => name.length > 1);
  return { message: `there is no flag ${dashes}${unknown}`, meant: nearest(unknown, flags) };
}

function usageOf(argv: readonly string[]): string {
  return commandIn(argv)?.usage ?? '<command>';
}

function knownFlags(argv: readonly string[]): readonly string[] {
  const command = commandIn(argv);
  if (command === null) return commands.map(nameOf);
  return Object.keys(optionsOf(command).key);
}
