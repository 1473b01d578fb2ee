import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, emptyFolder, expectNoTrace, REPOSITORY, startCli, type CliResult, type Folder } from '../support/cli.js';

let folder: Folder;

beforeAll(() => {
  folder = emptyFolder();
  mkdirSync(join(folder.path, '.git'));
});

afterAll(() => folder.remove());

function file(name: string, text: string): string {
  writeFileSync(join(folder.path, name), text);
  return name;
}

/** A mistake of the user: exit 2, one clear message, and never a stack trace. */
function expectUsage(result: CliResult, ...said: readonly (string | RegExp)[]): void {
  const { code, stderr } = result;
  expectNoTrace(result);
  expect(stderr).toContain('exit 2: usage or configuration');
  for (const text of said) expect(stderr).toMatch(text);
  expect(code).toBe(2);
}

describe('a command line that is wrong', () => {
  it.each([
    [['runn', 'overload-storm'], /did you mean "?run"?/i],
    [['run', 'overload-strom'], /did you mean "overload-storm"\?/],
    [['run', 'overload-storm', '--qiuck'], /did you mean "quick"\?/],
    [['run', 'overload-storm', '--reporter', 'htm'], /did you mean "html"\?/],
    [['explain', 'amplificaton'], /did you mean "amplification"\?/],
    [['list', 'fautls'], /did you mean "faults"\?/],
    [['run'], /brownout run <scenario\.\.>/],
    [['run', 'overload-storm', '--config', 'nowhere.yaml'], /there is no config "nowhere.yaml"/],
    [['score', 'no-such-folder'], /no-such-folder/],
    [['schema', 'nope'], /"nope" is no kind: there are scenario, config/],
    [['simulate', '--instances', '5'], /--instances is about a fleet of your app, and no --from/],
    [['simulate', 'hang', '--subject', 'sdk', '--quota', '4/s'], /--quota is about a fleet/],
    [['run', 'overload-storm', '--seed', 'abc'], /--seed takes a whole number from 0/],
    [['compare', 'only-one'], /brownout compare <before> <now>/],
    [['learn', 'curl -d "{'], /quote/],
    [['learn', 'curl -F a=b http://127.0.0.1:1/ask'], /option -F is not known/],
    [['learn', 'curl http://127.0.0.1:1/ask', '--name', '9 bad'], /"9 bad" can't be the name of a journey/],
    [['learn', 'curl http://127.0.0.1:1/ask'], /how is your app started/],
  ])('%j', async (args, said) => {
    expectUsage(await folder.brownout(...args), said);
  });

  it('says how to begin where nothing is said', async () => {
    expectUsage(await folder.brownout(), /brownout demo/);
  });
});

const JOURNEY = `journeys:
  ask: { request: { path: /ask, json: { question: '{{prompt}}' } }, answer: { at: /answer } }
`;

const STORM = `upstreams: { primary: { provider: anthropic } }
${JOURNEY}load: { rate: 20/s }
phases:
  baseline: { for: 20s }
  outage:
    for: 40s
    faults:
      - { on: primary, fault: status, status: 529, retryafter: 5s }
  recovery: { for: 40s }
`;

describe('an app whose place is wrong', () => {
  it.each([
    [['run', 'sound.yaml', '--target', 'foo'], /a URL such as http:\/\/localhost:3000/],
    [['run', 'sound.yaml', '--target', 'http://'], /"http:\/\/" is no URL of an app/],
    [['validate', 'sound.yaml', '--target', 'ftp://127.0.0.1'], /a URL such as http:\/\/localhost:3000/],
    [['doctor', 'sound.yaml', '--target', 'localhost:3000'], /did you mean http:\/\/localhost:3000\?/],
    [['plan', 'sound.yaml', '--ready', 'health'], /--ready "health" is no path/],
  ])('%j', async (args, said) => {
    file('sound.yaml', STORM.replace('retryafter', 'retryAfter'));
    expectUsage(await folder.brownout(...args), said);
  });
});

describe('a rate that is a share of what the app bears', () => {
  it.each(['validate', 'plan'])(
    'is no mistake for %s, which says that it is not known yet',
    async (command) => {
      file('share.yaml', STORM.replace('retryafter', 'retryAfter').replace('20/s', '30% of capacity'));
      const { code, stdout, stderr } = await folder.brownout(command, 'share.yaml');
      expect(stderr).toContain('the rate is 30% of capacity');
      expect(stdout).not.toBe('');
      expect(code).toBe(0);
    },
  );
});

describe('a path that is wrong', () => {
  it.each([
    [['up', '--env-file-out', 'afile/x'], /afile\/x can't be written: a file is in the place of a folder/],
    [['run', 'sound.yaml', '--start', 'exit 1', '--baseline', 'nowhere'], /there is no folder .*nowhere/],
    [['validate', 'nowhere.yaml', 'not-here.yaml'], /"nowhere.yaml"[^]*"not-here.yaml"/],
    [['init', 'afile'], /afile can't be written: a file is in the place of a folder/],
    [['validate', 'hang', '--config', '.'], /\. can't be read: it is a folder/],
    [['audit', '--from', 'afile'], /afile holds no folder of a run/],
    [['run', 'sound.yaml', '--start', 'exit 1', '--out', 'afile'], /afile can't be the folder of a run/],
    [
      ['run', 'sound.yaml', '--start', 'exit 1', '--reporter', 'html=afile/x'],
      /afile\/x can't be written: a file is in the place of a folder/,
    ],
    [['run', 'sound.yaml', '--start', 'exit 1', '--out', 'afile/o'], /afile\/o can't be the folder of a run/],
  ])('%j', async (args, said) => {
    file('afile', 'text');
    file('sound.yaml', STORM.replace('retryafter', 'retryAfter'));
    expectUsage(await folder.brownout(...args), said);
  });
});

describe('a report that was asked for', () => {
  it('is written where it was said, or told why it can not be', async () => {
    const run = ['simulate', 'hang', '--subject', 'sdk', '--quick', '--out', 'simulated'];
    expect((await folder.brownout(...run)).code).toBeLessThan(2);
    const again = ['report', 'simulated', '--reporter'];
    expectUsage(
      await folder.brownout(...again, 'html=simulated'),
      /simulated can't be written: it is a folder/,
    );
    expect((await folder.brownout(...again, 'html=new/place/x.html')).stdout).toBe('new/place/x.html\n');
  });
});

describe('a scenario that is wrong', () => {
  it('is told with its line, its column and what was meant', async () => {
    const result = await folder.brownout('validate', file('storm.yaml', STORM));
    expectUsage(result, /storm\.yaml:10:52/, /did you mean "retryAfter"/, /\^{10}/);
  });

  it('is told all its mistakes at once', async () => {
    const text = STORM.replace('anthropic', 'antropic').replace('20/s', 'much');
    const { stderr } = await folder.brownout('validate', file('many.yaml', text));
    expect(stderr).toMatch(/many\.yaml:1:/);
    expect(stderr).toMatch(/many\.yaml:4:/);
    expect(stderr).toMatch(/many\.yaml:10:/);
  });

  it('is told where the YAML itself breaks', async () => {
    expectUsage(
      await folder.brownout('validate', file('broken.yaml', 'name: [a\nb: {')),
      /broken\.yaml:\d+:\d+/,
    );
  });

  it('is refused before it is read when it has 10 MB', async () => {
    expectUsage(
      await folder.brownout('validate', file('large.yaml', `# ${'x'.repeat(10_000_000)}\n`)),
      /10\.0 MB/,
    );
  });

  it('is refused when its aliases explode', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(', ')}]`,
    );
    const text = `a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n${levels.join('\n')}\n`;
    expectUsage(await folder.brownout('validate', file('aliases.yaml', text)), /explode/);
  });
});

describe('a process whose surroundings are odd', () => {
  const bin = join(REPOSITORY, 'dist', 'bin.js');
  const inShell = (script: string): SpawnSyncReturns<string> =>
    spawnSync('bash', ['-c', script, 'bash', process.execPath, bin], {
      cwd: folder.path,
      encoding: 'utf8',
    });

  it('helps where its folder is gone, and says so where it needs one', () => {
    const gone = 'mkdir gone && cd gone && rmdir ../gone &&';
    expect(inShell(`${gone} "$1" "$2" --help`).status).toBe(0);
    const { status, stderr } = inShell(`${gone} "$1" "$2" validate hang`);
    expect(stderr).toMatch(/^error {2}the folder that this was started in is gone/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(status).toBe(2);
  });

  it('says that what it printed went nowhere', () => {
    // Linux alone has a disk that is always full.
    if (!existsSync('/dev/full')) return;
    const { status, stderr } = inShell('"$1" "$2" list > /dev/full');
    expect(stderr).toMatch(/^error {2}what was to be printed could not be written: ENOSPC/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(status).toBe(2);
  });

  it('calls a defect by its name, wherever it was thrown: 1 would be a gate that failed', async () => {
    const thrower = `process.on('SIGUSR2', () => { throw new Error('boom') })`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(thrower)}`;
    const run = startCli(['up'], { cwd: folder.path, env: { NODE_OPTIONS } });
    await run.said('Ctrl-C stops.');
    run.child.kill('SIGUSR2');
    const { code, stderr } = await run.ended;
    expect(stderr).toContain('error  an error that we did not foresee: boom');
    expect(code).toBe(70);
  });
});

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
      expect(workflow).toContain('npx --yes brownout run overload-storm');
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
