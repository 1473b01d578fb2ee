import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoConfig } from '../../src/demo/config.js';
import { readNoise } from '../../src/entry/noise.js';
import { typed } from '../support/door.js';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'brownout-noise-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

async function reading(text: string) {
  await writeFile(join(cwd, 'aa.json'), text);
  return readNoise('aa.json', cwd);
}

it('takes the deviation and how many runs with a score it is of', async () => {
  expect(
    await reading('{"format":1,"runs":[{"score":80},{"score":null},{"score":82}],"deviation":1.25}'),
  ).toEqual({
    ...{ deviation: 1.25, runs: 2, from: 'aa.json' },
  });
});

it.each([
  ['{', 'it is no JSON'],
  ['[]', 'it is no aa.json of format 1'],
  ['{"format":2,"runs":[],"deviation":1}', 'it is no aa.json of format 1'],
  ['{"format":1,"runs":[],"deviation":null}', 'too few of its runs have a score'],
  ['{"format":1,"runs":[],"deviation":-1}', 'too few of its runs have a score'],
])('refuses %s', async (text, why) => {
  await expect(reading(text)).rejects.toThrow(`--aa aa.json: ${why}`);
});

it('is refused where it is not there, before anything is read or played', async () => {
  const { code, err } = await typed(['compare', 'one', 'other', '--aa', 'none.json'], { cwd });
  expect(err.split('\n')[0]).toBe('error  --aa none.json: it can not be read');
  expect(code).toBe(2);
});

it('is refused where nothing is compared', async () => {
  await writeFile(join(cwd, 'brownout.config.yaml'), demoConfig('naive'));
  const { code, err } = await typed(['run', 'hang', '--aa', 'aa.json'], { cwd });
  expect(err).toContain('--aa says how fine a comparison may be, and nothing is compared');
  expect(code).toBe(2);
});
