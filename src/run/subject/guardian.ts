/**
 * A process of its own that starts the subject and ends it when the pipe to us closes, however we
 * ended: even SIGKILL leaves nothing behind. It reads one line, what to start, and writes what became
 * of it to its fourth descriptor.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { carries, endProcesses, MARK, type IsOurs } from './processes.js';

/** What the guardian is told: over the pipe, since arguments can be seen by everybody. */
export interface GuardianOrder {
  readonly command: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly mark: string;
}

export type GuardianWord =
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'ended'; readonly code: number | null; readonly signal: string | null };

const WORDS = 3;
const GRACE_MS = 3_000;

if (process.argv[2] === 'guard') guard();

function guard(): void {
  let received = '';
  let finish: (() => void) | null = null;
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (piece: string) => {
    if (finish !== null) return;
    received += piece;
    const end = received.indexOf('\n');
    // Written by `guarded.ts` in the same version, as the order that the type says.
    if (end >= 0) finish = keep(JSON.parse(received.slice(0, end)) as GuardianOrder);
  });
  const close = (): void => (finish === null ? process.exit() : finish());
  process.stdin.on('end', close);
  process.stdin.on('error', close);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, close);
}

/** Starts the subject in a group of its own; the function ends it with all that it started. */
function keep(order: GuardianOrder): () => void {
  const child = spawn('/bin/sh', ['-c', order.command], {
    cwd: order.cwd,
    env: { ...order.env, [MARK]: order.mark },
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  child.on('error', (error) => say({ kind: 'failed', why: error.message }));
  child.on('exit', (code, signal) => say({ kind: 'ended', code, signal }));
  const isMarked = carries(order.mark);
  // A process may have dropped our mark with its environment; then it is known by its group.
  const isOurs: IsOurs = (one) => one.group === child.pid || isMarked(one);
  let isEnding = false;
  return () => {
    if (isEnding) return;
    isEnding = true;
    endProcesses(isOurs, GRACE_MS).then(
      () => process.exit(),
      () => process.exit(1),
    );
  };
}

function say(word: GuardianWord): void {
  try {
    writeSync(WORDS, `${JSON.stringify(word)}\n`);
  } catch {
    // Nobody listens any more; the pipe's end will tell us so too.
  }
}
