/** Runs side by side, runs that are stopped or killed, and a disk that takes no more. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFacts } from '../../src/model/record.js';
import { openJournal } from '../../src/run/record/journal.js';
import { isUp } from '../support/after-run.js';
import { cli, emptyFolder, expectNoTrace, REPOSITORY, startCli, type Folder } from '../support/cli.js';

const SUBJECT = join(REPOSITORY, 'test/support/hostile-subject.mjs');
const MARKER = 'ENDING_TEST';

const SCENARIO = `name: tiny
upstreams: { primary: { provider: anthropic, model: { firstToken: 20ms, tokens: 8, speed: 400/s } } }
journeys:
  ask:
    request: { path: /ask, json: { question: '{{prompt}}' } }
    answer: { at: /answer }
    deadline: 1s
load: { rate: 20/s }
phases:
  baseline: { for: 1s }
  outage: { for: 1s, faults: [{ on: primary, fault: status, status: 500 }] }
  recovery: { for: 1s }
`;

let folder: Folder;

beforeAll(() => {
  folder = emptyFolder();
  mkdirSync(join(folder.path, '.git'));
  writeFileSync(join(folder.path, 'tiny.yaml'), SCENARIO);
  for (const phase of PHASES) {
    // The phase that is to be stopped lasts long enough to be stopped in.
    const text = SCENARIO.replace(`${phase}: { for: 1s`, `${phase}: { for: 60s`);
    writeFileSync(join(folder.path, `long-${phase}.yaml`), text);
  }
});

afterAll(() => folder.remove());

const PHASES = ['baseline', 'outage', 'recovery'] as const;

interface Begun {
  readonly scenario: string;
  readonly marker: string;
  readonly out?: string;
  readonly temporary?: string;
}

/** `strays`: an app with a child in a group of its own that does not want to end. */
function argumentsOf({ scenario, out }: Begun): readonly string[] {
  const start = `${process.execPath} ${SUBJECT} strays`;
  return ['run', scenario, '--start', start, '--no-floor', ...(out === undefined ? [] : ['--out', out])];
}

function begin(wanted: Begun) {
  const { marker, temporary } = wanted;
  const env = { [MARKER]: marker, ...(temporary === undefined ? {} : { TMPDIR: temporary }) };
  return startCli(argumentsOf(wanted), { cwd: folder.path, env });
}

function factsIn(out: string): RunFacts {
  return JSON.parse(readFileSync(join(folder.path, out, 'run.json'), 'utf8')) as RunFacts;
}

/** Whoever has our variable in its environment, whatever group or parent it went to. */
function carriers(marker: string): readonly string[] {
  return readdirSync('/proc').filter((pid) =>
    `\0${procText(pid, 'environ')}`.includes(`\0${MARKER}=${marker}\0`),
  );
}

/** The guardian has no environment, but a parent. */
function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((one) => {
      const stat = procText(one, 'stat');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
    })
    .map(Number);
}

function procText(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  const stat = procText(String(pid), 'stat');
  return stat !== '' && !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !holds(); turn += 1) await sleep(50);
  expect(holds()).toBe(true);
}

function pidOf({ child }: ReturnType<typeof begin>): number {
  if (child.pid === undefined) throw new Error('it was not started');
  return child.pid;
}

describe.concurrent('a run', () => {
  it('is its own, even where two of one scenario begin together', async () => {
    const runs = await Promise.all(
      ['twin-a', 'twin-b'].map((marker) => begin({ scenario: 'tiny.yaml', marker }).ended),
    );
    runs.forEach(expectNoTrace);
    const kept = join('.brownout', 'runs');
    const folders = readdirSync(join(folder.path, kept)).filter((name) => name.includes('tiny'));
    expect(folders).toHaveLength(2);
    const facts = folders.map((name) => factsIn(join(kept, name)));
    for (const { ending, counts } of facts) {
      expect(ending).toEqual({ kind: 'completed' });
      expect(counts.joined).toBe(counts.attempts);
    }
    expect(new Set(facts.map(({ subject }) => subject.url)).size).toBe(2);
    expect([...carriers('twin-a'), ...carriers('twin-b')]).toEqual([]);
  });

  it.each(PHASES)('that is stopped in its %s reports what it has, and leaves nobody', async (phase) => {
    const out = `stopped-${phase}`;
    const run = begin({ scenario: `long-${phase}.yaml`, marker: phase, out });
    await run.said(new RegExp(`\\d ${phase} `));
    const guardians = childrenOf(pidOf(run));
    expect(guardians.length).toBeGreaterThan(0);
    run.child.kill('SIGINT');
    const result = await run.ended;
    expectNoTrace(result);
    expect(result.code).toBe(130);
    expect(factsIn(out).ending).toEqual({ kind: 'interrupted', signal: 'SIGINT' });
    const card = JSON.parse(readFileSync(join(folder.path, out, 'scorecard.json'), 'utf8')) as object;
    expect(card).toHaveProperty('verdict');
    expect(readFileSync(join(folder.path, out, 'scorecard.html'), 'utf8')).toContain('</html>');
    expect(carriers(phase)).toEqual([]);
    expect(guardians.filter(isAlive)).toEqual([]);
  });

  it('that is stopped leaves a partial report and no app that answers, exit 130', async () => {
    const run = begin({ scenario: 'long-outage.yaml', marker: 'stopped', out: 'stopped' });
    await run.said('outage');
    run.child.kill('SIGINT');
    const result = await run.ended;
    expectNoTrace(result);
    expect(result.code).toBe(130);
    const { ending, subject } = factsIn('stopped');
    expect(ending).toEqual({ kind: 'interrupted', signal: 'SIGINT' });
    expect(existsSync(join(folder.path, 'stopped/scorecard.html'))).toBe(true);
    expect(await isUp(subject.url)).toBe(false);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('that is stopped by %s before its first phase says so, exit %i', async (signal, code) => {
    const args = ['run', 'tiny.yaml', '--start', 'sleep 60', '--out', `early-${code}`];
    const run = startCli(args, { cwd: folder.path });
    await run.said('waiting until the app is ready');
    run.child.kill(signal);
    const result = await run.ended;
    expectNoTrace(result);
    expect(result.stderr).toContain('nothing was played');
    expect(result.code).toBe(code);
  });

  it('that is killed leaves nobody either: the guardian ends the app', async () => {
    const run = begin({ scenario: 'long-outage.yaml', marker: 'killed', out: 'killed' });
    await run.said(/\d outage /);
    const guardians = childrenOf(pidOf(run));
    expect(carriers('killed').length).toBeGreaterThan(1);
    run.child.kill('SIGKILL');
    await run.ended;
    await until(() => carriers('killed').length === 0 && !guardians.some(isAlive));
    expect(factsIn('killed').ending.kind).toBe('interrupted');
  });

  it('ends what one left whose guardian was killed too', async () => {
    const temporary = join(folder.path, 'temporary');
    mkdirSync(temporary);
    const run = begin({ scenario: 'long-outage.yaml', marker: 'orphan', out: 'orphan', temporary });
    await run.said(/\d outage /);
    // Stopped first, so that it can't end the app when its guardian goes.
    run.child.kill('SIGSTOP');
    for (const pid of childrenOf(pidOf(run))) process.kill(pid, 'SIGKILL');
    run.child.kill('SIGKILL');
    await run.ended;
    expect(carriers('orphan').length).toBeGreaterThan(1);
    const dead = ['run', 'tiny.yaml', '--start', 'exit 1', '--out', 'after'];
    const next = await cli(dead, { cwd: folder.path, env: { TMPDIR: temporary } });
    expect(next.code).toBe(3);
    expect(carriers('orphan')).toEqual([]);
  });

  it('whose rows can be written no more stops, says so, and leaves nobody', async () => {
    const bin = join(REPOSITORY, 'dist/bin.js');
    const args = argumentsOf({ scenario: 'long-recovery.yaml', marker: 'full', out: 'full' });
    // The shell counts in blocks of 512 or 1024 bytes; the rows of a minute need some hundred thousand.
    const run = spawn('sh', ['-c', 'ulimit -f 20; exec "$0" "$@"', process.execPath, bin, ...args], {
      cwd: folder.path,
      env: { ...process.env, [MARKER]: 'full' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    run.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise((resolve) => run.on('close', resolve));
    expect(stderr).toMatch(/events\.ndjson could not be written/);
    expect(stderr).not.toMatch(/\n\s+at .*\(/);
    expect(code).toBe(4);
    expect(carriers('full')).toEqual([]);
  });

  it('is told of a full disk by its name', async () => {
    const journal = await openJournal({
      folder: folder.path,
      openSink: async () => {
        const full = await open('/dev/full', 'w');
        return { write: (text) => full.appendFile(text), close: () => full.close() };
      },
    });
    journal.event({ kind: 'phase', at: 0, phase: 'baseline' });
    await expect(journal.close()).rejects.toMatchObject({ code: 'disk-full', ending: 'own-fault' });
  });
});

describe('a simulation', () => {
  const long = ['simulate', 'hard-down', '--subject', 'breaker-and-retry', '--inbounds', '200000'];

  it('that is stopped while its world is played ends at once, and leaves no folder', async () => {
    const run = startCli([...long, '--out', 'stopped-simulation'], { cwd: folder.path });
    // Its plan is there from the first moment, and no row is before the world has ended.
    await until(() => existsSync(join(folder.path, 'stopped-simulation/plan.json')));
    run.child.kill('SIGINT');
    const result = await run.ended;
    expectNoTrace(result);
    expect(result.code).toBe(130);
    expect(result.stderr).toContain('nothing was scored');
    expect(readdirSync(folder.path)).not.toContain('stopped-simulation');
  });
});
