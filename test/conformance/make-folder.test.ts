import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { folderForAWhile, makeFolder } from '../../src/run/make-folder.js';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'brownout-folder-'));
});
afterEach(() => rm(home, { recursive: true }));

describe('a folder with those above it', () => {
  it('is made, and once it is there it is left as it is', async () => {
    const path = join(home, 'a', 'b', 'c');
    await makeFolder(path, 0o700);
    await makeFolder(path);
    const made = await Promise.all([join(home, 'a'), path].map((one) => stat(one)));
    expect(made.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o700]);
  });

  it('is made once by many who want it at the same time', async () => {
    for (let round = 0; round < 100; round += 1) {
      const path = join(home, String(round), 'a', 'b', 'c');
      await Promise.all(Array.from({ length: 16 }, () => makeFolder(path)));
      expect(existsSync(path)).toBe(true);
    }
  });

  it('is refused where a file is in its way, and where nothing can be made', async () => {
    await writeFile(join(home, 'file'), '');
    await expect(makeFolder(join(home, 'file', 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(makeFolder(join(home, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    // Linux alone has it; elsewhere the file stands for it.
    const full = existsSync('/proc/self') ? '/proc' : join(home, 'file');
    await expect(makeFolder(join(full, 'brownout', 'runs'))).rejects.toBeInstanceOf(Error);
  });
});

describe('a folder for a while', () => {
  it('is nobody else’s, and where none can be made that is told', async () => {
    vi.stubEnv('TMPDIR', home);
    expect(await folderForAWhile('x-')).not.toBe(await folderForAWhile('x-'));
    vi.stubEnv('TMPDIR', join(home, 'nowhere'));
    await expect(folderForAWhile('x-')).rejects.toMatchObject({
      code: 'no-temporary-folder',
      ending: 'usage',
    });
    vi.unstubAllEnvs();
  });
});
