/** Our end of a guardian: what the subject wrote, how it ended, and the way to end it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readNdjson } from '../../kit/ndjson.js';
import { invariant } from '../../kit/invariant.js';
import { BrownoutError } from '../../model/problem.js';
import type { GuardianOrder, GuardianWord } from './guardian.js';
import { logTail, type LogTail } from './log-tail.js';
import { carries, endProcesses } from './processes.js';

export interface Guarded {
  readonly log: LogTail;
  /** How it ended, if by itself: `exit code 1`, `SIGSEGV`. */
  readonly ended: Promise<string>;
  end(): Promise<void>;
}

/** Its last words may still be in the pipe when we hear of the end. */
const LAST_WORDS_MS = 100;
/** The guardian needs three seconds at most for a subject that doesn't want to end. */
const GUARDIAN_MS = 6_000;

/** `path`: of the guardian. */
export function guarded(order: GuardianOrder, path: string): Guarded {
  const guardian = spawn(process.execPath, [path, 'guard'], {
    // A group and an environment of its own: Ctrl-C is for us, and a debugger's options are too.
    detached: true,
    env: {},
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const log = logTail();
  guardian.stdout.on('data', (piece: Buffer) => log.add(piece));
  guardian.stderr.on('data', (piece: Buffer) => log.add(piece));
  // Whether it could be written is seen by what the guardian answers.
  guardian.stdin.on('error', () => undefined);
  guardian.stdin.write(`${JSON.stringify(order)}\n`);
  let isWanted = false;
  const ended = firstEnd(guardian).then(async (how) => {
    if (isWanted) return new Promise<never>(() => undefined);
    await sleep(LAST_WORDS_MS);
    return how;
  });
  return {
    log,
    ended,
    async end() {
      isWanted = true;
      await endGuardian(guardian, order.mark);
    },
  };
}

function firstEnd(guardian: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const words = guardian.stdio[3];
    invariant(words !== null && words !== undefined, 'the guardian has no fourth descriptor');
    const read = readNdjson((value) => {
      const word = value as GuardianWord;
      if (word.kind === 'failed') resolve(`it could not be started: ${word.why}`);
      if (word.kind === 'ended') resolve(word.signal ?? `exit code ${word.code ?? 'unknown'}`);
    });
    const readable = words as Readable;
    readable.setEncoding('utf8');
    readable.on('data', read);
    guardian.on('error', (error) => resolve(`it could not be started: ${error.message}`));
    guardian.on('exit', () => resolve('its guardian was ended from outside'));
  });
}

async function endGuardian(guardian: ChildProcess, mark: string): Promise<void> {
  if (guardian.exitCode === null && guardian.signalCode === null) {
    const gone = new Promise((resolve) => guardian.once('exit', resolve));
    guardian.stdin?.end();
    await Promise.race([gone, sleep(GUARDIAN_MS, undefined, { ref: false })]);
    guardian.kill('SIGKILL');
  } else {
    await endProcesses(carries(mark), 0);
  }
  for (const stream of guardian.stdio) stream?.destroy();
}

/** Tests read our sources as they are; the guardian is a process of its own and must be built. */
export function guardianPath(): string {
  const beside = fileURLToPath(new URL('./guardian.js', import.meta.url));
  if (existsSync(beside)) return beside;
  const built = fileURLToPath(new URL('../../../dist/run/subject/guardian.js', import.meta.url));
  if (existsSync(built)) return built;
  throw new BrownoutError({
    code: 'not-built',
    ending: 'own-fault',
    message: `a part of Brownout is missing: ${built}`,
    hints: ['In a clone of ours:  npm run build', 'From the registry: install it anew.'],
  });
}
