import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands, nameOf } from '../../../src/entry/cli/commands/shelf.js';
import { exitOfKnown, interruptedBy, worstOf } from '../../../src/entry/cli/exit-code.js';
import { demoConfig } from '../../../src/demo/config.js';
import yargs from 'yargs';
import { typed } from '../../support/door.js';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'brownout-flags-'));
  await mkdir(join(cwd, '.git'));
  await writeFile(join(cwd, 'brownout.config.yaml'), demoConfig('naive'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

async function expectUsage(argv: readonly string[], said: string): Promise<void> {
  const { code, err } = await typed(argv, { cwd });
  expect(err.split('\n')[0]).toBe(`error  ${said}`);
  expect(err).toContain('exit 2: usage or configuration');
  expect(err).not.toMatch(/\n\s+at |defect/);
  expect(code).toBe(2);
}

describe('the URL of a Toxiproxy', () => {
  it.each([
    ['localhost:8474', '"localhost:8474" is no URL of a Toxiproxy'],
    [
      'http://127.0.0.1:1?x=1',
      '"http://127.0.0.1:1?x=1" is no URL of a Toxiproxy: nothing follows a ? or a #',
    ],
    ['http://127.0.0.1:1#x', '"http://127.0.0.1:1#x" is no URL of a Toxiproxy: nothing follows a ? or a #'],
    [
      'http://me:secret@127.0.0.1:1',
      'the URL of the Toxiproxy at 127.0.0.1:1 carries a name or a password, which a Toxiproxy never asks for',
    ],
  ])('%s is refused', (url, said) => expectUsage(['run', 'slow-close', '--toxiproxy', url], said));
});

describe('a flag without its value', () => {
  it.each([
    ['run hang --seed', '--seed needs a value'],
    ['run hang --toxiproxy', '--toxiproxy needs a value'],
    ['run hang --reporter', '--reporter needs a value'],
    ['run hang -o', '-o needs a value'],
    ['selftest --seeds', '--seeds needs a value'],
    ['slo RUN --slo', '--slo needs a value'],
    ['proxy -config', '--config needs a value'],
    ['proxy -port', '--port needs a value'],
    ['proxy -host', '--host needs a value'],
    ['audit --only', '--only needs a value'],
    ['init --ci', '--ci needs a value'],
  ])('%s', (line, said) => expectUsage(line.split(' '), said));

  it.each(commands.map((command) => [nameOf(command), command] as const))(
    'is refused for every flag of %s that takes one',
    (_, command) => {
      const options = (
        command.build(yargs([])) as unknown as {
          getOptions(): Record<'string' | 'number' | 'array', string[]> & {
            alias: Record<string, string[]>;
            narg: Record<string, number>;
          };
        }
      ).getOptions();
      const positional = [...command.usage.matchAll(/[<[](\w+)/g)].map(([, name]) => name);
      const taking = [...options.string, ...options.number, ...options.array].filter(
        (name) => name.length > 1 && !positional.includes(name),
      );
      for (const name of taking) expect(options.narg, name).toHaveProperty(name);
    },
  );
});

describe('a flag with an empty value', () => {
  it.each([
    [['plan', 'hang', '--config', ''], '--config needs a value, and an empty one was given'],
    [['plan', 'hang', '--config='], '--config needs a value, and an empty one was given'],
    [['plan', 'hang', '--seed', ''], '--seed needs a value, and an empty one was given'],
    [['run', 'hang', '-o', ''], '-o needs a value, and an empty one was given'],
    [['run', 'hang', '--reporter', 'json', '-r', ''], '-r needs a value, and an empty one was given'],
  ])('%j', (argv, said) => expectUsage(argv, said));
});

describe('words that are not known', () => {
  it.each([
    ['runn hang', 'there is no command "runn"'],
    ['plan hang --quck', 'there is no flag --quck'],
    ['plan hang --c=d --x', 'there is no flag --x'],
    ['plan hang -q', 'there is no flag -q'],
    ['plan hang hard-down', '"hard-down" is one word too many'],
    ['plan hang --seed 5 6', '"6" is one word too many'],
  ])('%s', (line, said) => expectUsage(line.split(' '), said));

  it('are taken for a flag of more than one letter only', async () => {
    const { err } = await typed(['plan', 'hang', '-x'], { cwd });
    expect(err).not.toContain('did you mean');
  });

  it('may stand behind two dashes', async () => {
    expect((await typed(['plan', '--quick', '--', 'hang'], { cwd })).code).toBe(0);
  });

  it('of help lead to the help of that command', async () => {
    const [asked, flagged, lettered] = [
      await typed(['help', 'plan'], { cwd }),
      await typed(['plan', '--help'], { cwd }),
      await typed(['plan', 'hang', '-h'], { cwd }),
    ].map(({ out, code }) => ({ out, code }));
    expect(asked?.out).toContain('brownout plan <scenario>');
    expect(asked?.code).toBe(0);
    expect(flagged).toEqual(asked);
    expect(lettered).toEqual(asked);
  });
});

describe('a scenario that can not be read', () => {
  it.each([
    ['.', '. is a folder, and a scenario is a file', Buffer.from('')],
    // Latin 1: a lone byte above 127 is no UTF-8.
    ['l1.yaml', 'l1.yaml is not written in UTF-8, as YAML is', Buffer.from('title: caf\u00e9\n', 'latin1')],
    ['u16.yaml', 'u16.yaml is not written in UTF-8, as YAML is', Buffer.from('\ufeffname: x\n', 'utf16le')],
    ['wide.yaml', 'wide.yaml is not written in UTF-8, as YAML is', Buffer.from('name: x\n', 'utf16le')],
  ])('%s', async (name, said, bytes) => {
    if (name !== '.') await writeFile(join(cwd, name), bytes);
    await expectUsage(['validate', name], said);
  });
});

it('refuses one file of a report for several scenarios', () =>
  expectUsage(
    ['run', 'hang', 'hard-down', '--reporter', 'markdown=summary.md'],
    '--reporter markdown=summary.md is one file, and every scenario would write over it',
  ));

describe('a flag that was given more than once', () => {
  it.each([
    ['run hang --seed 1 --seed 2', '--seed takes one value, and it was given 2'],
    // Left alone, these would be the seeds 2 and 6.
    ['plan hang --seed 1 --seed 1', '--seed takes one value, and it was given 2'],
    ['plan hang --seed=5 --seed 1', '--seed takes one value, and it was given 2'],
    ['run hang --out a -o b -o c', '--out takes one value, and it was given 3'],
    ['run hang --config a --config a', '--config takes one value, and it was given 2'],
    ['simulate hang --subject sdk --subject jittered', '--subject takes one value, and it was given 2'],
    ['proxy -host a -host b', '--host takes one value, and it was given 2'],
    ['up --env-file-out a --env-file-out b', '--env-file-out takes one value, and it was given 2'],
  ])('%s', (line, said) => expectUsage(line.split(' '), said));

  it('is taken where a list of them makes sense', async () => {
    const { err } = await typed(['report', 'RUN', '--reporter', 'json', '--reporter', 'junit'], { cwd });
    expect(err).not.toContain('takes one value');
    expect(err).toContain('RUN');
  });

  it('is taken where it only says yes', async () => {
    const { code } = await typed(['list', 'toxics', '--json', '--json'], { cwd });
    expect(code).toBe(0);
  });
});

describe('a number that is none', () => {
  it.each([
    ['plan hang --seed x', '--seed takes a whole number from 0, and what was given is none'],
    ['run hang --seed 1.5', '--seed takes a whole number from 0, not 1.5'],
    ['run hang --seed -1', '--seed takes a whole number from 0, not -1'],
    ['run hang --repeats x', '--repeats takes a whole number from 1 to 10, and what was given is none'],
    ['run hang --repeats 11', '--repeats takes a whole number from 1 to 10, not 11'],
    [
      'simulate hang --subject sdk --inbounds abc',
      '--inbounds takes a whole number from 1, and what was given is none',
    ],
    ['simulate hang --subject sdk --inbounds 0', '--inbounds takes a whole number from 1, not 0'],
    ['selftest --seeds abc', '--seeds takes a whole number from 3, and what was given is none'],
    ['selftest --seeds 2', '--seeds takes a whole number from 3, not 2'],
    ['proxy -port abc', '--port takes a whole number from 0 to 65535, and what was given is none'],
    ['proxy -port 65536', '--port takes a whole number from 0 to 65535, not 65536'],
    ['audit --gate abc', '--gate takes a number from 0 to 100, and what was given is none'],
    ['audit --gate 101', '--gate takes a number from 0 to 100, not 101'],
    ['slo RUN --bill much', '--bill takes a number from 0, and what was given is none'],
  ])('%s', (line, said) => expectUsage(line.split(' '), said));

  it('is none as a seed of the proxy either, which may be below zero', async () => {
    const { code, err } = await typed(['proxy', '-seed', 'abc'], { cwd });
    expect(err).toContain('--seed takes a whole number');
    expect(code).toBe(2);
    const stopped = await typed(['proxy', '-port', '0', '-seed', '-5'], {
      cwd,
      signal: AbortSignal.abort('SIGINT'),
    });
    expect(stopped.out).toContain('(seed -5)');
  });
});

describe('what an outage takes from a budget', () => {
  it.each([
    [['--bill', '12000'], '--bill: needs --sla'],
    [['--lasts', '8785h'], '--lasts: expected a duration of at most a year (8784h)'],
    [['--lasts', '0s'], '--lasts: expected a duration of at most a year'],
  ])('is not told of %j', async (flags, said) => {
    const { code, err } = await typed(['slo', 'RUN', ...flags], { cwd });
    expect(err).toContain(said);
    expect(code).toBe(2);
  });

  it('may be that of a month, which no timer could wait for', async () => {
    const { err } = await typed(['slo', 'RUN', '--lasts', '720h'], { cwd });
    expect(err).not.toContain('--lasts');
    expect(err).toContain('RUN');
  });
});

describe('a Toxiproxy of somebody else', () => {
  it('is asked for nothing that it does not know, and no outage is played before that is said', async () => {
    const argv = ['audit', '--only', 'hang,refused-connections', '--quick'];
    const { code, err } = await typed(argv, { cwd, env: { TOXIPROXY_URL: 'http://127.0.0.1:1' } });
    expect(err).toContain(
      `doesn't know "refuse", which is Brownout's own and which refused-connections needs`,
    );
    expect(err).not.toContain('1 of 2');
    expect(code).toBe(2);
  });
});

describe('what the shell is told of a signal', () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s', (signal, code) => {
    expect(interruptedBy({ signal: AbortSignal.abort(signal) })).toBe(code);
    expect(worstOf([0, 70, interruptedBy({ signal: AbortSignal.abort(signal) })])).toBe(code);
  });
});

describe('what the shell is told of known answers', () => {
  it.each([
    [['pass', 'pass'], 0],
    [['pass', 'not measured'], 5],
    [['not measured', 'fail'], 4],
  ] as const)('%j: %i', (verdicts, code) => {
    expect(exitOfKnown(verdicts.map((verdict) => ({ verdict })))).toBe(code);
  });
});
