/** A folder below the runs that nobody else has: who comes second gets a number. */
import { join, resolve } from 'node:path';
import type { Door } from './door.js';
import { runsFolder } from './places.js';

export async function claimed(name: string, { cwd }: Pick<Door, 'cwd'>): Promise<string> {
  const folder = join(runsFolder(cwd), name);
  const path = resolve(cwd, folder);
  const { claimFolder } = await import('../../run/record/folder.js');
  return `${folder}${(await claimFolder(path)).slice(path.length)}`;
}
