/** Commands that need no app. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, emptyFolder, expectUsage, type Folder } from '../support/cli.js';

let folder: Folder;

beforeAll(() => {
  folder = emptyFolder();
  mkdirSync(join(folder.path, '.git'));
});

afterAll(() => folder.remove());

describe('commands that need no app', () => {
  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await folder.brownout('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('helps, with every command and every exit code', async () => {
    const { code, stdout } = await folder.brownout('--help');
    expect(code).toBe(0);
    for (const word of ['demo', 'learn', 'doctor', 'run', 'up', 'explain', 'Exit codes'])
      expect(stdout).toContain(word);
  });

  it('helps with one command, its options included', async () => {
    const { code, stdout } = await folder.brownout('run', '--help');
    expect(code).toBe(0);
    for (const flag of [
      '--start',
      '--target',
      '--ready',
      '--seed',
      '--quick',
      '--out',
      '--reporter',
      '--json',
    ])
      expect(stdout).toContain(flag);
  });

  it('lists and explains', async () => {
    const listed = await folder.brownout('list', '--json');
    expect(listed.code).toBe(0);
    const shelves = JSON.parse(listed.stdout) as Record<string, { id: string; summary: string }[]>;
    expect(shelves['scenarios']?.map(({ id }) => id)).toContain('overload-storm');
    expect(shelves['scenarios']?.every(({ summary }) => summary !== '')).toBe(true);
    const explained = await folder.brownout('explain', 'cut');
    expect(explained.code).toBe(0);
    expect(explained.stdout).toContain('example');
  });

  it('explains a fault and a toxic of the same name', async () => {
    const { stdout } = await folder.brownout('explain', 'latency');
    expect(stdout).toMatch(/latency {2}fault\n[^]*latency {2}toxic\n[^]*jitter: [^]*toxic: latency/);
  });

  it('prints schemas that are JSON', async () => {
    for (const of of ['scenario', 'config']) {
      const { code, stdout } = await folder.brownout('schema', of);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toHaveProperty('$schema');
    }
  });

  it('writes a config that a shipped scenario is valid with, and overwrites nothing', async () => {
    const app = emptyFolder();
    try {
      mkdirSync(join(app.path, '.git'));
      const written = await cli(['init', '--ci', 'github'], { cwd: app.path });
      expect(written.code).toBe(0);
      const valid = await cli(['validate', 'overload-storm'], { cwd: app.path });
      expect(valid.stdout).toContain('overload-storm: valid');
      expect(valid.code).toBe(0);
      expectUsage(await cli(['init'], { cwd: app.path }), /nothing was written/);
      const planned = await cli(['plan', 'overload-storm', '--quick'], { cwd: app.path });
      expect(planned.code).toBe(0);
      expect(planned.stdout).toContain('outage');
      const again = await cli(['plan', 'overload-storm', '--json'], { cwd: app.path });
      const twice = await cli(['plan', 'overload-storm', '--json'], { cwd: app.path });
      expect(again.stdout).toBe(twice.stdout);
    } finally {
      app.remove();
    }
  });

  it('adds a workflow beside a config that is there, and leaves the config as it is', async () => {
    const app = emptyFolder();
    try {
      const config = 'subject: { start: ./app }\n';
      writeFileSync(join(app.path, 'brownout.config.yaml'), config);
      const { code, stdout } = await cli(['init', '--ci', 'github'], { cwd: app.path });
      expect([code, stdout]).toEqual([0, expect.stringContaining('kept brownout.config.yaml')]);
      expect(readFileSync(join(app.path, 'brownout.config.yaml'), 'utf8')).toBe(config);
      const workflow = readFileSync(join(app.path, '.github/workflows/brownout.yml'), 'utf8');
      expect(workflow).toMatch(/npx --yes brownout@\d\S* run overload-storm/);
      expect(workflow).not.toContain('npm ci');
      expectUsage(await cli(['init', '--ci', 'github'], { cwd: app.path }), /brownout.yml is there already/);
    } finally {
      app.remove();
    }
  });

  it('colours only where it may', async () => {
    const env = { FORCE_COLOR: '1' };
    const coloured = await cli(['explain', 'cut'], { cwd: folder.path, env });
    expect(coloured.stdout).toContain('\u001b[');
    for (const [args, more] of [
      [['explain', 'cut', '--no-color'], {}],
      [['explain', 'cut'], { NO_COLOR: '1' }],
      // Each of these is a wish for colour to some tool or other.
      [['explain', 'cut'], { FORCE_COLOR: '0', CI: 'true' }],
    ] as const) {
      const plain = await cli(args, { cwd: folder.path, env: { ...env, ...more } });
      expect(plain.stdout).not.toContain('\u001b');
      expect(plain.stdout).toBe(coloured.stdout.replaceAll(/\u001b\[\d+m/g, ''));
    }
  });
});
