/**
 * The app as it was at a commit, in a folder of its own: unpacked beside the repository, which stays
 * untouched. What is not in git, such as installed dependencies, is borrowed from the present.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { realpath, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { BrownoutError } from '../../model/problem.js';
import { folderForAWhile } from '../make-folder.js';

export interface PastState {
  /** Where the app's own folder is in it. */
  readonly cwd: string;
  /** Short hash. */
  readonly commit: string;
  /** Names of folders that were borrowed from the present. */
  readonly borrowed: readonly string[];
  remove(): Promise<void>;
}

const run = promisify(execFile);
/** Where package managers put what a commit names but does not hold. */
const INSTALLED = ['node_modules', '.venv', 'venv', 'vendor'];
const SETUP_WITHIN = 600_000;

/** `setup`: a command that installs what it needs; null borrows what is installed now. */
export async function checkOut(ref: string, cwd: string, setup: string | null): Promise<PastState> {
  const root = await git(cwd, ['rev-parse', '--show-toplevel'], ref);
  const commit = await git(cwd, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], ref);
  const folder = await realpath(await folderForAWhile('brownout-past-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await unpack(root, commit, folder);
    const inside = relative(root, await realpath(cwd));
    const own = join(folder, inside);
    if (!existsSync(own)) throw notThere(ref, inside);
    const borrowed = setup === null ? await borrow(root, folder, inside) : [];
    if (setup !== null) await install(setup, own);
    return { cwd: own, commit: commit.slice(0, 10), borrowed, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function git(cwd: string, args: readonly string[], ref: string): Promise<string> {
  try {
    return (await run('git', ['-C', cwd, ...args])).stdout.trim();
  } catch (cause) {
    if (String(cause).includes('dubious ownership')) throw notOurs(cwd, cause);
    throw new BrownoutError({
      code: 'no-commit',
      ending: 'usage',
      message: existsSync(cwd)
        ? `${cwd} has no commit "${ref}" in git`
        : `there is no folder ${cwd} to look for "${ref}" in`,
      hints: [
        'Name a branch, a tag or a hash that this checkout has:  --against origin/main',
        'A shallow clone has only its newest commit:  git fetch --unshallow',
      ],
      cause,
    });
  }
}

/** As in a container of a CI, whose user is not the one that made the checkout. */
function notOurs(cwd: string, cause: unknown): BrownoutError {
  return new BrownoutError({
    code: 'not-our-repository',
    ending: 'usage',
    message: `git reads nothing in ${cwd}, which belongs to another user`,
    hints: [
      `If it may be trusted:  git config --global --add safe.directory "$(pwd)"  at the root of the checkout`,
    ],
    cause,
  });
}

async function unpack(root: string, commit: string, folder: string): Promise<void> {
  // By way of a file: of a pipe, tar may leave the padding behind the last entry unread, which breaks it.
  const packed = join(folder, '.brownout-past.tar');
  try {
    await run('git', ['-C', root, 'archive', '--format=tar', '--output', packed, commit]);
    await run('tar', ['-x', '-f', packed, '-C', folder]);
  } catch (cause) {
    throw notUnpacked(commit, folder, cause);
  } finally {
    await rm(packed, { force: true });
  }
}

function notUnpacked(commit: string, folder: string, cause: unknown): BrownoutError {
  return new BrownoutError({
    code: 'not-unpacked',
    ending: 'usage',
    message: `commit ${commit.slice(0, 10)} could not be unpacked into ${folder}`,
    hints: ['Is the disk full? It needs git and tar.'],
    cause,
  });
}

async function borrow(root: string, folder: string, inside: string): Promise<readonly string[]> {
  const borrowed: string[] = [];
  for (const place of new Set(['', inside])) {
    for (const name of INSTALLED) {
      const [present, past] = [join(root, place, name), join(folder, place, name)];
      if (!existsSync(present) || existsSync(past)) continue;
      await symlink(present, past, 'dir');
      borrowed.push(join(place, name));
    }
  }
  return borrowed;
}

async function install(setup: string, cwd: string): Promise<void> {
  try {
    await promisify(execFile)('sh', ['-c', setup], { cwd, timeout: SETUP_WITHIN, maxBuffer: 64e6 });
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    throw new BrownoutError({
      code: 'setup-failed',
      ending: 'usage',
      message: `"${setup}" failed${said === '' ? '' : `: ${said.split('\n').slice(-3).join(' ').slice(0, 300)}`}`,
      hints: [`Try it by hand in a checkout of that commit.`],
      cause,
    });
  }
}

function notThere(ref: string, inside: string): BrownoutError {
  return new BrownoutError({
    code: 'not-there-yet',
    ending: 'usage',
    message: `at ${ref} there is no folder ${inside} yet, where the app is started`,
    hints: ['Name a later commit.'],
  });
}
