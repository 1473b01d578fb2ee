/**
 * A folder with all that lie above it. Node's own way asks for ever where a folder is there and takes none, as
 * `/proc` does: the thread that asks never comes back, and with it the process never ends.
 */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export async function makeFolder(path: string, mode?: number): Promise<void> {
  try {
    await mkdir(path, mode);
  } catch (cause) {
    if (await isFolder(path)) return;
    const above = dirname(path);
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (!isMissing || above === path || (await isFolder(above))) throw cause;
    await makeFolder(above, mode);
    await makeFolder(path, mode);
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}
