/** The quickest known answers on real sockets, as the command plays them, and what is left of it when it is stopped. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Aa } from '../../src/entry/cli/selftest/aa.js';
import type { KnownRow } from '../../src/simulate/known/verdict.js';
import { cli, emptyFolder, startCli, type Folder } from '../support/cli.js';

const MARKER = 'SELFTEST_TEST';

let folder: Folder;

beforeAll(() => {
  folder = emptyFolder();
});

afterAll(() => folder.remove());

it.concurrent('measures an app that lies and one that dies for what they are', async () => {
  const { code, stdout } = await cli(['selftest', '--real', 'K20', 'K29', '--json'], { cwd: folder.path });
  const { rows } = JSON.parse(stdout) as { readonly rows: readonly KnownRow[] };
  expect([...new Set(rows.map(({ id }) => id))]).toEqual(['K20', 'K29']);
  expect(rows.filter(({ world, verdict }) => world !== 'real' || verdict !== 'pass')).toEqual([]);
  expect(code).toBe(0);
});

it.concurrent('plays an app against itself, keeps what it found, and says how to repeat it', async () => {
  const typed = ['selftest', '--aa', '--runs', '2', '--jobs', '2'];
  const { code, stdout } = await cli(typed, { cwd: folder.path });
  const kept = / {3}kept +(\S+)/.exec(stdout)?.[1] ?? '';
  const aa = JSON.parse(readFileSync(join(folder.path, kept), 'utf8')) as Aa;
  expect(aa).toMatchObject({ format: 1, scenario: 'overload-storm', pairs: 1, apart: 0 });
  expect(aa.runs.map(({ seed }) => seed)).toEqual([1, 1]);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(
    'again:  brownout selftest --aa --runs 2 --seeds 1 --seed 1 --jobs 2',
  );
  // A machine that is too busy to be measured leaves it open; it never tells them apart.
  expect([0, 5]).toContain(code);
});

it.concurrent('leaves nothing behind when it is stopped', async () => {
  const temporary = emptyFolder();
  const env = { [MARKER]: temporary.path, TMPDIR: temporary.path };
  const { child, ended } = startCli(['selftest', '--real', 'K20'], { cwd: folder.path, env });
  try {
    // The command itself, and its apps.
    await until(() => carriers(temporary.path).length > 1);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('exit 130: interrupted');
    expect(carriers(temporary.path)).toEqual([]);
    const left = readdirSync(temporary.path, { recursive: true, withFileTypes: true });
    // The folder of notes about what was started stays, without a note.
    expect(left.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual([]);
    expect(left.filter(({ name }) => name.startsWith('brownout-selftest'))).toEqual([]);
  } finally {
    temporary.remove();
  }
});

/** Whoever has our variable in its environment. */
function carriers(marker: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => `\0${environmentOf(pid)}`.includes(`\0${MARKER}=${marker}\0`));
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
