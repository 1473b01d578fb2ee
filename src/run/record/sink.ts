/** Where the journal's text goes: a file that was not there before. */
import { open } from 'node:fs/promises';
import { BrownoutError } from '../../model/problem.js';

export interface Sink {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

export async function fileSink(path: string): Promise<Sink> {
  const file = await open(path, 'wx');
  return {
    write: (text) => file.appendFile(text),
    close: () => file.close(),
  };
}

/** Why a file of the run could not be written, and what to do. */
export function unwritable(path: string, cause: unknown): BrownoutError {
  const code = codeOf(cause);
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new BrownoutError({
    code: isFull ? 'disk-full' : 'disk-failed',
    ending: mayNotWrite(cause) ? 'usage' : 'own-fault',
    message: isFull
      ? `the disk is full: ${path} could not be written`
      : `${path} could not be written (${code})`,
    hints: isFull
      ? ['Make room, or choose another disk:  --out DIR', 'What was written before stays in the folder.']
      : ['Is the folder writable?  Choose another:  --out DIR'],
    cause,
  });
}

/** Then another folder has to be named; a disk that fails is nobody's choice. */
export function mayNotWrite(cause: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(codeOf(cause));
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
