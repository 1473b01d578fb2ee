/** The command line: yargs parses, one file a command acts, and one exit code comes back. */
import yargs, { type Argv } from 'yargs';
import { nearest } from '../../kit/nearest.js';
import { InvariantError } from '../../kit/invariant.js';
import { BrownoutError } from '../../model/problem.js';
import { commands } from './commands/shelf.js';
import type { Command } from './commands/command.js';
import type { Door } from './door.js';
import { EXIT, exitOfEnding, interruptedBy, type ExitCode } from './exit-code.js';
import { sayError, sayExit } from './say.js';

export async function main(argv: readonly string[], door: Door): Promise<ExitCode> {
  let code: ExitCode = EXIT.passed;
  const parser = commands.reduce<Argv>(
    (built, command) =>
      register(built, command, async (args) => {
        code = await command.run(args, door);
      }),
    frame(argv, door),
  );
  try {
    await parser.parseAsync();
    return code;
  } catch (error) {
    return sayExit(door, said(error, door));
  }
}

function frame(argv: readonly string[], door: Door): Argv {
  return yargs([...argv])
    .scriptName('brownout')
    .usage('$0 <command>\n\nRehearse the day your model provider goes dark.')
    .strict()
    .exitProcess(false)
    .parserConfiguration({ 'boolean-negation': true, 'populate--': false })
    .version(false)
    .help('help', 'Show help')
    .alias('help', 'h')
    .option('color', { type: 'boolean', default: true, describe: 'Colour, where the terminal has it' })
    .option('version', { type: 'boolean', describe: 'Show the version' })
    .demandCommand(1, 'Say which command. New here?  brownout demo')
    .recommendCommands()
    .wrap(Math.min(100, door.style.columns))
    .epilogue(
      'Exit codes: 0 passed, 1 a gate failed, 2 usage, 3 not testable, 4 our own fault, 5 inconclusive,\n6 stopped for safety, 70 a defect of ours, 130 and 143 interrupted.',
    )
    .fail((message, error, built) => {
      throw (error as Error | undefined) ?? usageError(message, argv, built);
    });
}

function register(
  parser: Argv,
  command: Command,
  act: (args: Readonly<Record<string, unknown>>) => Promise<void>,
): Argv {
  return parser.command(
    command.usage,
    command.summary,
    (args) =>
      command.build(args).example(command.examples.map(([line, what]) => [line, what] as [string, string])),
    act,
  );
}

/** yargs says what is wrong; what was probably meant is ours to add. */
function usageError(said: string, argv: readonly string[], parser: Argv): BrownoutError {
  const name = commandIn(argv);
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
  if (said.startsWith('Not enough non-option')) {
    return { message: `say what:  brownout ${usageOf(argv)}`, meant: null };
  }
  const unknown = /Unknown (?:arguments?|commands?): (\S+?),?(?:\s|$)/.exec(said)?.[1];
  const known = Object.keys((parser as unknown as { parsed?: { aliases?: object } }).parsed?.aliases ?? {});
  const meant = unknown === undefined ? null : nearest(unknown, [...known, ...knownFlags(argv)]);
  return { message: said.split('\n')[0] ?? 'the command could not be read', meant };
}

function usageOf(argv: readonly string[]): string {
  return commands.find(({ usage }) => usage.split(' ')[0] === commandIn(argv))?.usage ?? '<command>';
}

function commandIn(argv: readonly string[]): string | null {
  return argv.find((word) => commands.some(({ usage }) => usage.split(' ')[0] === word)) ?? null;
}

function knownFlags(argv: readonly string[]): readonly string[] {
  const name = commandIn(argv);
  const command = commands.find(({ usage }) => usage.split(' ')[0] === name);
  if (command === undefined) return commands.map(({ usage }) => usage.split(' ')[0] ?? '');
  const options = (command.build(yargs([])) as unknown as { getOptions(): { key: object } }).getOptions();
  return Object.keys(options.key);
}

function said(error: unknown, door: Door): ExitCode {
  if (error instanceof BrownoutError) {
    sayError(door, error);
    return error.ending === 'interrupted' ? interruptedBy(door) : exitOfEnding(error.ending);
  }
  const defect = error instanceof Error ? error : new Error(String(error));
  const kind =
    error instanceof InvariantError ? 'an invariant of ours broke' : 'an error that we did not foresee';
  door.err(`error  ${kind}: ${defect.message}\n`);
  door.err(
    '  This is a defect of Brownout, not of your app. Please report it with the command and these lines:\n',
  );
  door.err(`${(defect.stack ?? '').split('\n').slice(1, 6).join('\n')}\n`);
  return EXIT.defect;
}
