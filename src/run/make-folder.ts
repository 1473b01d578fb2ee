/**
 * A folder with all that lie above it. Node's own way asks for ever where a folder is there and takes none, as
 * `/proc` does: the thread that asks never comes back, and with it the process never ends.
 */
import { mkdir, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BrownoutError } from '../model/problem.js';

export async function makeFolder(path: string, mode?: number): Promise<void> {
  const refused = await refusal(path, mode);
  if (refused === null) return;
  const above = dirname(path);
  if (!isMissing(refused) || above === path) throw refused;
  // Another run may have made what lies above meanwhile: then the second try tells.
  if (!(await isFolder(above))) await makeFolder(above, mode);
  const still = await refusal(path, mode);
  if (still !== null) throw still;
}

/** Null where it is there now, whoever made it. */
async function refusal(path: string, mode?: number): Promise<Error | null> {
  try {
    await mkdir(path, mode);
    return null;
  } catch (cause) {
    if (await isFolder(path)) return null;
    return cause instanceof Error ? cause : new Error(String(cause));
  }
}

function isMissing(refused: Error): boolean {
  return 'code' in refused && refused.code === 'ENOENT';
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

/** One that nobody else has, to be removed by whoever wanted it. */
export async function folderForAWhile(prefix: string): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), prefix));
  } catch (cause) {
    throw new BrownoutError({
      code: 'no-temporary-folder',
      ending: 'usage',
      message: `no folder can be made in ${tmpdir()}, where things are kept for a while`,
      hints: ['name one that is yours to write:  TMPDIR=/tmp brownout …'],
      cause,
    });
  }
}
