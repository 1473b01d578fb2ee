/** Files that the user named: what can't be read or written is no defect of ours. */
import { constants, statSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { BrownoutError } from '../model/problem.js';

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a file is in the place of a folder',
  EEXIST: 'a file is in the place of a folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENXIO: 'nobody is at its other end',
  EACCES: 'it is not yours',
  EPERM: 'it is not yours',
  EROFS: 'the disk takes no writing',
  ENOSPC: 'the disk is full',
};

/** Pipes of the shell, as for `<(…)`, end by themselves. */
const HANDED_ON = /^\/dev\/(stdin|fd\/\d+)$/;

/** A pipe that nobody writes to, and a device, may keep a reader for ever, whom no Ctrl-C reaches. */
export function refuseEndless(path: string, named: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile() || found.isDirectory()) return;
  if (found.isFIFO() && HANDED_ON.test(path)) return;
  throw new BrownoutError({
    code: 'bad-path',
    ending: 'usage',
    message: `${named} can't be read: it is no file, but a pipe or a device`,
    hints: ['write what comes from there into a file first'],
  });
}

/** To a pipe that nobody reads it would be written for ever. */
export async function writeText(path: string, text: string, mode?: number): Promise<void> {
  const other = isPipe(path) ? await open(path, constants.O_WRONLY | constants.O_NONBLOCK) : null;
  try {
    await writeFile(path, text, { mode });
  } finally {
    await other?.close();
  }
}

export function isPipe(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false;
}

export async function writing<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw unusable(path, 'written', cause);
  }
}

export function reading<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw unusable(path, 'read', cause);
  }
}

function unusable(path: string, what: 'read' | 'written', cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const isOfSystem = cause instanceof Error && 'syscall' in cause;
  const why = WHY[code] ?? (isOfSystem ? `the system says ${code}` : undefined);
  if (why === undefined) return cause;
  return new BrownoutError({
    code: 'bad-path',
    ending: 'usage',
    message: `${path} can't be ${what}: ${why}`,
    hints: ['name another path, or mend this one'],
    cause,
  });
}
