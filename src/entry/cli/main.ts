/** The command line: yargs parses, one file a command acts, and one exit code comes back. */
import yargs, { type Argv } from 'yargs';
import { nearest } from '../../kit/nearest.js';
import { InvariantError } from '../../kit/invariant.js';
import { BrownoutError } from '../../model/problem.js';
import { commands } from './commands/shelf.js';
import type { Command } from './commands/command.js';
import type { Door } from './door.js';
import { EXIT, exitOfEnding, type ExitCode } from './exit-code.js';
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
      throw (error as Error | undefined) ?? usageError(message, argv, built as unknown as Argv);
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
function usageError(message: string, argv: readonly string[], parser: Argv): BrownoutError {
  const known = Object.keys((parser as unknown as { parsed?: { aliases?: object } }).parsed?.aliases ?? {});
  const unknown = /Unknown arguments?: (\S+?),?(?:\s|$)/.exec(message)?.[1];
  const meant = unknown === undefined ? null : nearest(unknown, [...known, ...knownFlags(argv)]);
  return new BrownoutError({
    code: 'usage',
    ending: 'usage',
    message: message.split('\n')[0] ?? 'the command could not be read',
    hints: [
      ...(meant === null ? [] : [`did you mean "${meant}"?`]),
      `brownout ${commandIn(argv) ?? ''}${commandIn(argv) === null ? '' : ' '}--help`,
    ],
  });
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
    return exitOfEnding(error.ending);
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
