/**
 * What a run starts is written down before it starts, and struck out when it has been ended. Whatever a
 * dead run left behind is ended by the next one: only what carries that run's mark.
 */
import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { carries, endProcesses, pidsCarrying, startOf } from './processes.js';

interface Note {
  readonly mark: string;
  readonly owner: { readonly pid: number; readonly started: string };
  /** Proxies on a Toxiproxy of somebody else, by how their names begin. */
  readonly proxies?: OurProxies;
}

export interface OurProxies {
  readonly url: string;
  readonly prefix: string;
}

export interface Leftover {
  readonly mark: string;
  readonly pids: readonly number[];
  readonly proxies: OurProxies | null;
}

const GRACE_MS = 1_000;

/** Writes the mark down; the function it gives strikes it out. */
export async function noteMark(
  mark: string,
  home: string = notesHome(),
  proxies?: OurProxies,
): Promise<() => Promise<void>> {
  if (!(await isOurFolder(home))) return () => Promise.resolve();
  const owner = { pid: process.pid, started: (await startOf(process.pid)) ?? '' };
  const note: Note = { mark, owner, ...(proxies === undefined ? {} : { proxies }) };
  await writeFile(fileOf(home, mark), JSON.stringify(note), { flag: 'wx', mode: 0o600 });
  return () => rm(fileOf(home, mark), { force: true });
}

/** Runs that were killed and are still written down; nothing is ended by looking. */
export async function leftovers(home: string = notesHome()): Promise<readonly Leftover[]> {
  if (!(await isOurFolder(home))) return [];
  const notes = await Promise.all((await readdir(home)).map((name) => readNote(join(home, name))));
  const dead: Note[] = [];
  for (const note of notes) if (note !== null && !(await isAlive(note.owner))) dead.push(note);
  if (dead.length === 0) return [];
  const pids = await pidsCarrying(dead.map(({ mark }) => mark));
  return dead.map(({ mark, proxies = null }, place) => ({ mark, pids: pids[place] ?? [], proxies }));
}

/** Gives how many there were; throws where their server can't be asked. */
export type RemoveProxies = (proxies: OurProxies) => Promise<number>;

/** Ends what dead runs left behind; gives the number of processes and proxies. */
export async function sweep(remove: RemoveProxies, home: string = notesHome()): Promise<number> {
  let ended = 0;
  for (const { mark, pids, proxies } of await leftovers(home)) {
    if (pids.length > 0 && !(await endProcesses(carries(mark), GRACE_MS))) continue;
    ended += pids.length;
    try {
      if (proxies !== null) ended += await remove(proxies);
    } catch {
      // Their server is away: the note stays for the next start.
      continue;
    }
    await rm(fileOf(home, mark), { force: true });
  }
  return ended;
}

function notesHome(): string {
  return join(tmpdir(), `brownout-${ourUser()}`, 'runs');
}

/** By its number: in a container it may have no name, and asking for that throws. */
function ourUser(): number {
  return process.getuid?.() ?? -1;
}

function fileOf(home: string, mark: string): string {
  return join(home, `${mark}.json`);
}

/** In a folder that everybody may write, somebody else could have made ours first. */
async function isOurFolder(home: string): Promise<boolean> {
  try {
    await makeFolder(home, 0o700);
    const found = await lstat(home);
    return found.isDirectory() && found.uid === ourUser() && (found.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

async function readNote(path: string): Promise<Note | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isNote(value) ? value : null;
  } catch {
    return null;
  }
}

function isNote(value: unknown): value is Note {
  if (typeof value !== 'object' || value === null || !('mark' in value) || !('owner' in value)) return false;
  const { mark, owner } = value;
  return (
    typeof mark === 'string' &&
    /^[\w-]{16,64}$/.test(mark) &&
    typeof owner === 'object' &&
    owner !== null &&
    'pid' in owner &&
    typeof owner.pid === 'number' &&
    'started' in owner &&
    typeof owner.started === 'string' &&
    (!('proxies' in value) || areProxies(value.proxies))
  );
}

async function isAlive({ pid, started }: Note['owner']): Promise<boolean> {
  return (await startOf(pid)) === started;
}

function areProxies(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    typeof value.url === 'string' &&
    'prefix' in value &&
    typeof value.prefix === 'string' &&
    // What begins with nothing would be everybody's.
    value.prefix.startsWith('brownout-')
  );
}
