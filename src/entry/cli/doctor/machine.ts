/** What a run asks of this machine and of the app's own files; looked at, never changed. */
import { execFile } from 'node:child_process';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { promisify } from 'node:util';

/** Null where the shell doesn't say, or says that there is none. */
export async function openFilesLimit(): Promise<number | null> {
  try {
    const { stdout } = await promisify(execFile)('sh', ['-c', 'ulimit -n'], { timeout: 2_000 });
    const limit = Number(stdout.trim());
    return Number.isFinite(limit) ? limit : null;
  } catch {
    return null;
  }
}

export interface HardCoded {
  readonly file: string;
  readonly line: number;
  readonly host: string;
}

const HOSTS = /https?:\/\/(api\.anthropic\.com|api\.openai\.com)/;
const CODE = new Set(
  '.js .mjs .cjs .ts .mts .cts .tsx .jsx .py .rb .go .rs .java .kt .php .cs .ex .exs .yaml .yml .json .toml .env'.split(
    ' ',
  ),
);
const ELSEWHERE = new Set(
  'node_modules dist build out target vendor venv site-packages __pycache__ coverage'.split(' '),
);
const MOST_FILES = 2_000;
const MOST_BYTES = 262_144;
const MOST_FOUND = 5;

/** URLs of providers in the app's own code: no variable turns them away. */
export async function hardCodedUrls(folder: string): Promise<readonly HardCoded[]> {
  const found: HardCoded[] = [];
  let left = MOST_FILES;
  const folders = [folder];
  for (let here = folders.pop(); here !== undefined && left > 0; here = folders.pop()) {
    for (const entry of await entriesOf(here)) {
      const path = join(here, entry.name);
      if (entry.isDirectory() && !ELSEWHERE.has(entry.name) && !entry.name.startsWith('.'))
        folders.push(path);
      if (!entry.isFile() || !isCode(entry.name) || left <= 0) continue;
      left -= 1;
      found.push(...(await urlsIn(path, folder)));
      if (found.length >= MOST_FOUND) return found.slice(0, MOST_FOUND);
    }
  }
  return found;
}

function isCode(name: string): boolean {
  return CODE.has(extname(name)) || name.startsWith('.env');
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

async function urlsIn(path: string, folder: string): Promise<HardCoded[]> {
  try {
    if ((await stat(path)).size > MOST_BYTES) return [];
    const lines = (await readFile(path, 'utf8')).split('\n');
    return lines.flatMap((text, index) => {
      const host = HOSTS.exec(text)?.[1];
      return host === undefined ? [] : [{ file: relative(folder, path), line: index + 1, host }];
    });
  } catch {
    return [];
  }
}
