/** What a user gets wrong, and shells that are odd. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, expectUsage, REPOSITORY, startCli, type Folder } from '../support/cli.js';

let folder: Folder;

function file(name: string, text: string): string {
  writeFileSync(join(folder.path, name), text);
  return name;
}

const SOUND = `upstreams: { primary: { provider: anthropic } }
journeys:
  ask: { request: { path: /ask, json: { question: '{{prompt}}' } }, answer: { at: /answer } }
load: { rate: 20/s }
phases:
  baseline: { for: 20s }
  outage:
    for: 40s
    faults:
      - { on: primary, fault: status, status: 529, retryAfter: 5s }
  recovery: { for: 40s }
`;

/** What keeps whoever opens it waiting for ever, and a link to itself. */
function layOddThings(): void {
  const path = (name: string): string => join(folder.path, name);
  mkdirSync(path('piped'), { recursive: true });
  spawnSync('mkfifo', [path('fifo'), path('piped/events.ndjson')]);
  file('piped/plan.json', '{}');
  if (lstatSync(path('round'), { throwIfNoEntry: false }) === undefined) symlinkSync('round', path('round'));
}

const STORM = SOUND.replace('retryAfter', 'retryafter');

beforeAll(() => {
  folder = emptyFolder();
  mkdirSync(join(folder.path, '.git'));
});

afterAll(() => folder.remove());

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

describe('an app whose place is wrong', () => {
  it.each([
    [['run', 'sound.yaml', '--target', 'foo'], /a URL such as http:\/\/localhost:3000/],
    [['run', 'sound.yaml', '--target', 'http://'], /"http:\/\/" is no URL of an app/],
    [['validate', 'sound.yaml', '--target', 'ftp://127.0.0.1'], /a URL such as http:\/\/localhost:3000/],
    [['doctor', 'sound.yaml', '--target', 'localhost:3000'], /did you mean http:\/\/localhost:3000\?/],
    [['plan', 'sound.yaml', '--ready', 'health'], /--ready "health" is no path/],
  ])('%j', async (args, said) => {
    file('sound.yaml', SOUND);
    expectUsage(await folder.brownout(...args), said);
  });
});

describe('a rate that is a share of what the app bears', () => {
  it.each(['validate', 'plan'])(
    'is no mistake for %s, which says that it is not known yet',
    async (command) => {
      file('share.yaml', SOUND.replace('20/s', '30% of capacity'));
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
    [['validate', 'fifo'], /fifo can't be read: it is no file, but a pipe or a device/],
    [['validate', 'hang', '--config', 'fifo'], /fifo can't be read: it is no file, but a pipe or a device/],
    [['compare', 'a', 'b', '--aa', 'fifo'], /fifo can't be read: it is no file, but a pipe or a device/],
    [['proxy', '--config', 'fifo'], /fifo can't be read: it is no file, but a pipe or a device/],
    [['score', 'piped'], /damaged: events.ndjson is no file/],
    [['up', '--env-file-out', 'fifo'], /fifo can't be written: nobody is at its other end/],
    [['init', 'round'], /round can't be written: /],
    [['audit', '--from', 'afile'], /afile holds no folder of a run/],
    [['run', 'sound.yaml', '--start', 'exit 1', '--out', 'afile'], /afile can't be the folder of a run/],
    [
      ['run', 'sound.yaml', '--start', 'exit 1', '--reporter', 'html=afile/x'],
      /afile\/x can't be written: a file is in the place of a folder/,
    ],
    [['run', 'sound.yaml', '--start', 'exit 1', '--out', 'afile/o'], /afile\/o can't be the folder of a run/],
  ])('%j', async (args, said) => {
    file('afile', 'text');
    layOddThings();
    file('sound.yaml', SOUND);
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
    layOddThings();
    expectUsage(
      await folder.brownout(...again, 'html=fifo'),
      /fifo can't be written: nobody is at its other end/,
    );
    expect((await folder.brownout(...again, 'html=new/place/x.html')).stdout).toBe('new/place/x.html\n');
  });
});

describe('a plan', () => {
  it('steers no terminal, whatever its title holds', async () => {
    const text = `title: "a \\e[31m \\u202e b"\n${SOUND}`;
    const { code, stdout } = await folder.brownout('plan', file('steering.yaml', text));
    expect(stdout).toMatch(/^steering {2}a {2}\[31m {3}b\n/);
    expect(code).toBe(0);
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

  it('is told of every scenario before the first is played', async () => {
    writeFileSync(join(folder.path, 'slip.yaml'), 'name: slip\nphasen: {}\n');
    const played = join(folder.path, 'played');
    const said = await folder.brownout(
      ...['run', 'overload-storm', 'slip.yaml', 'no-such-storm'],
      ...['--start', `touch ${played}`],
    );
    expectUsage(said, /slip\.yaml:2:1/, /no-such-storm/);
    expect(existsSync(played)).toBe(false);
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

  it('reads what the shell hands on', () => {
    file('sound.yaml', SOUND);
    const { status, stdout } = inShell('"$1" "$2" validate <(cat sound.yaml) --config <(echo "subject: {}")');
    expect(stdout).toMatch(/^\/dev\/fd\/\d+: valid/);
    expect(status).toBe(0);
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
