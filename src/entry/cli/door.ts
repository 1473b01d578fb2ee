/** All that a command may touch of the process, so that a test can run a whole command in memory. */
import { isatty } from 'node:tty';
import picocolors from 'picocolors';
import { toAscii } from '../../catalog/reporters/layout.js';
import type { Style } from '../../catalog/reporters/reporter.js';
import { BrownoutError } from '../../model/problem.js';

export interface Door {
  /** The result. */
  out(text: string): void;
  /** Progress and mistakes. */
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly style: Style;
  readonly errStyle: Style;
  /** True where lines on stderr may be drawn over. */
  readonly live: boolean;
  /** Aborts with the signal's name as its reason. */
  readonly signal: AbortSignal;
  readonly wallTime: () => Date;
}

type Stream = NodeJS.WriteStream & { readonly fd: number };

export type Paint = ReturnType<typeof picocolors.createColors>;

export function paintOf(style: Style): Paint {
  return picocolors.createColors(style.colour);
}

export function processDoor(signal: AbortSignal, argv: readonly string[]): Door {
  const { env, stdout, stderr } = process;
  const style = (stream: Stream): Style => ({
    colour: !argv.includes('--no-color') && wantsColour(env, isatty(stream.fd)),
    unicode: isUtf8(env),
    columns: columnsOf(env, stream),
  });
  const [outStyle, errStyle] = [style(stdout), style(stderr)];
  // What a program reads is the same in every locale.
  const isRead = argv.includes('--json') || argv[0] === 'schema';
  const said = (text: string, { unicode }: Style): string => (unicode ? text : toAscii(text));
  return {
    out: (text) => void stdout.write(isRead ? text : said(text, outStyle)),
    err: (text) => void stderr.write(said(text, errStyle)),
    env,
    get cwd() {
      return folderHere();
    },
    style: outStyle,
    errStyle,
    live: isatty(stderr.fd) && env['CI'] === undefined && env['TERM'] !== 'dumb',
    signal,
    wallTime: () => new Date(),
  };
}

function folderHere(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new BrownoutError({
      code: 'no-folder',
      ending: 'usage',
      message: 'the folder that this was started in is gone',
      hints: ['go to one that is there, and say it again'],
      cause,
    });
  }
}

/** What the shell says of its window counts where there is none to ask, in a pipe or a CI log. */
function columnsOf(env: NodeJS.ProcessEnv, stream: Stream): number {
  const said = Number(env['COLUMNS'] ?? '');
  const known = isatty(stream.fd) ? stream.columns : Number.isInteger(said) && said > 0 ? said : 80;
  return Math.max(40, Math.min(known, 120));
}

function wantsColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return true;
  return isTerminal && env['TERM'] !== 'dumb';
}

function isUtf8(env: NodeJS.ProcessEnv): boolean {
  const locale = env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG'] ?? '';
  return locale === '' || /utf-?8/i.test(locale);
}
