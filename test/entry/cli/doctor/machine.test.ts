import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hardCodedUrls } from '../../../../src/entry/cli/doctor/machine.js';
import { isNodeFit } from '../../../../src/entry/cli/node-version.js';

describe('the version of Node', () => {
  it.each([
    ['18.20.8', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['21.7.3', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['23.11.0', false],
    ['24.0.0', true],
    ['26.1.0', true],
  ])('%s', (version, isFit) => {
    expect(isNodeFit(version)).toBe(isFit);
  });
});

describe('URLs of providers in the code', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'brownout-code-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are found with file and line', async () => {
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/llm.py'), "import x\nURL = 'https://api.openai.com/v1'\n");
    expect(await hardCodedUrls(folder)).toEqual([{ file: 'src/llm.py', line: 2, host: 'api.openai.com' }]);
  });

  it('are not looked for in what others wrote, or in what is no code', async () => {
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'node_modules/sdk.js'), 'https://api.anthropic.com');
    writeFileSync(join(folder, 'notes.txt'), 'https://api.anthropic.com');
    expect(await hardCodedUrls(folder)).toEqual([]);
  });

  it('are at most five, and none in a folder that is not there', async () => {
    writeFileSync(join(folder, 'a.ts'), 'https://api.anthropic.com\n'.repeat(9));
    expect(await hardCodedUrls(folder)).toHaveLength(5);
    expect(await hardCodedUrls(join(folder, 'nowhere'))).toEqual([]);
  });
});
