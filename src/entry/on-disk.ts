/** Files that the user named: what can't be read or written is no defect of ours. */
import { BrownoutError } from '../model/problem.js';

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a file is in the place of a folder',
  EEXIST: 'a file is in the place of a folder',
  EISDIR: 'it is a folder',
  EACCES: 'it is not yours',
  EPERM: 'it is not yours',
  EROFS: 'the disk takes no writing',
  ENOSPC: 'the disk is full',
};

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
  const why = WHY[code];
  if (why === undefined) return cause;
  return new BrownoutError({
    code: 'bad-path',
    ending: 'usage',
    message: `${path} can't be ${what}: ${why}`,
    cause,
  });
}
