/** A commit unpacked beside its repository, with a `tar` that reads no further than it must. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkOut } from '../../src/run/subject/past.js';
import { emptyFolder } from '../support/cli.js';

const folder = emptyFolder();
const path = process.env['PATH'] ?? '';
afterEach(() => {
  process.env['PATH'] = path;
  folder.remove();
});

it('needs nobody to read what pads the end of the archive', async () => {
  const repository = join(folder.path, 'app');
  const programs = join(folder.path, 'programs');
  mkdirSync(repository);
  mkdirSync(programs);
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-C', repository, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
  const large = 'x'.repeat(300_000);
  writeFileSync(join(repository, 'app.txt'), large);
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'one');
  const real = execFileSync('sh', ['-c', 'command -v tar'], { encoding: 'utf8' }).trim();
  const short = `#!/bin/sh\ncase "$*" in *-f*) exec ${real} "$@";; esac\nhead -c 4096 | ${real} "$@" 2>/dev/null\nexit 0\n`;
  writeFileSync(join(programs, 'tar'), short);
  chmodSync(join(programs, 'tar'), 0o755);
  process.env['PATH'] = `${programs}:${path}`;
  const past = await checkOut('HEAD', repository, null);
  try {
    expect(readFileSync(join(past.cwd, 'app.txt'), 'utf8')).toBe(large);
    expect(readdirSync(past.cwd)).toEqual(['app.txt']);
  } finally {
    await past.remove();
  }
  expect(existsSync(past.cwd)).toBe(false);
});

it('says so where git refuses what belongs to another user', async () => {
  const repository = join(folder.path, 'foreign');
  mkdirSync(repository, { recursive: true });
  execFileSync('git', ['init', '-q', repository]);
  process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
  try {
    await expect(checkOut('HEAD', repository, null)).rejects.toMatchObject({
      code: 'not-our-repository',
      ending: 'usage',
      hints: [expect.stringContaining('safe.directory')],
    });
  } finally {
    delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'];
  }
});
