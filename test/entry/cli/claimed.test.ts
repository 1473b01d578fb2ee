import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { claimed } from '../../../src/entry/cli/claimed.js';
import { makeRoomFor } from '../../../src/entry/write-reports.js';

it('two that claim the same folder at once get one each', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'brownout-claimed-'));
  const folders = await Promise.all([claimed('demo', { cwd }), claimed('demo', { cwd })]);
  expect(folders.sort()).toEqual(['.brownout/runs/demo', '.brownout/runs/demo-2']);
  expect((await readdir(join(cwd, '.brownout/runs'))).sort()).toEqual(['demo', 'demo-2']);
  await rm(cwd, { recursive: true });
});

it('a file for a report is tried before the run, and nothing is left of the trial', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'brownout-claimed-'));
  await mkdir(join(cwd, 'taken'));
  await makeRoomFor(['markdown=new/summary.md'], cwd);
  expect(await readdir(join(cwd, 'new'))).toEqual([]);
  await expect(makeRoomFor(['markdown=taken'], cwd)).rejects.toMatchObject({
    ending: 'usage',
    message: "taken can't be written: it is a folder",
  });
  await rm(cwd, { recursive: true });
});
