/** The built command as a process, the way a user runs it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const BIN = join(REPOSITORY, 'dist', 'bin.js');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another command than the one that was built here. */
  readonly bin?: string;
  /** How many files and sockets it may have open at once. */
  readonly descriptors?: number;
}

export interface StartedCli {
  readonly child: ChildProcess;
  readonly ended: Promise<CliResult>;
  /** Resolves once stdout or stderr holds the text; rejects where the process ends without it. */
  said(text: string | RegExp): Promise<void>;
}

export function startCli(args: readonly string[], options: CliOptions = {}): StartedCli {
  const bin = options.bin ?? BIN;
  if (!existsSync(bin)) throw new Error(`${bin} is missing: npm run build`);
  const [command = '', ...before] = limited(options.descriptors);
  const child = spawn(command, [...before, bin, ...args], {
    cwd: options.cwd ?? REPOSITORY,
    env: { ...plainEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  let look: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    look();
  });
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  const said = (text: string | RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      look = () => {
        const all = stdout + stderr;
        if (typeof text === 'string' ? all.includes(text) : text.test(all)) resolve();
      };
      look();
      void ended.then((result) => reject(new Error(`it ended without "${text}":\n${result.stderr}`)));
    });
  return { child, ended, said };
}

function limited(descriptors: number | undefined): readonly string[] {
  if (descriptors === undefined) return [process.execPath];
  return ['bash', '-c', `ulimit -n ${descriptors}; exec "$0" "$@"`, process.execPath];
}

export function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).ended;
}

/** No colour, no CI, nothing of ours that would change what is said. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const hidden = ['CI', 'GITHUB_ACTIONS', 'FORCE_COLOR', 'NO_COLOR', 'LC_ALL', 'LC_CTYPE'];
  const kept = Object.entries(process.env).filter(([name]) => !hidden.includes(name));
  return { ...Object.fromEntries(kept), LANG: 'C.UTF-8' };
}

export interface Folder {
  readonly path: string;
  /** The command, as it is typed there. */
  brownout(...args: readonly string[]): Promise<CliResult>;
  remove(): void;
}

export function emptyFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'brownout-e2e-'));
  return {
    path,
    brownout: (...args) => cli(args, { cwd: path }),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A stack trace tells users nothing. */
export function expectNoTrace({ stderr }: CliResult): void {
  expect(stderr).not.toMatch(/\n\s+at .*\(/);
}

/** A mistake of the user: exit 2, one clear message, and never a stack trace. */
export function expectUsage(result: CliResult, ...said: readonly (string | RegExp)[]): void {
  const { code, stderr } = result;
  expectNoTrace(result);
  expect(stderr).toContain('exit 2: usage or configuration');
  for (const text of said) expect(stderr).toMatch(text);
  expect(code).toBe(2);
}
