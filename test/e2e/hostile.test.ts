/** Apps that do their worst once their provider fails. The run goes on to its end and tells of it. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttemptRow, ResponseRow } from '../../src/model/event.js';
import type { RunFacts } from '../../src/model/record.js';
import {
  emptyFolder,
  expectNoTrace,
  REPOSITORY,
  startCli,
  type CliResult,
  type Folder,
} from '../support/cli.js';

const SUBJECT = join(REPOSITORY, 'test/support/hostile-subject.mjs');
const MARKER = 'HOSTILE_TEST';

// Deadlines that a busy machine keeps: what is looked at here is not how fast anybody is.
const SCENARIO = `name: tiny
upstreams: { primary: { provider: anthropic, model: { firstToken: 20ms, tokens: 8, speed: 400/s } } }
journeys:
  ask:
    request: { path: /ask, json: { question: '{{prompt}}' } }
    answer: { at: /answer }
    deadline: 3s
load: { rate: 20/s }
phases:
  baseline: { for: 3s }
  outage: { for: 3s, faults: [{ on: primary, fault: status, status: 500 }] }
  recovery: { for: 5s }
expect:
  - { that: 'full-share >= 50%', during: recovery }
`;

let folder: Folder;

beforeAll(() => {
  folder = emptyFolder();
  mkdirSync(join(folder.path, '.git'));
  writeFileSync(join(folder.path, 'tiny.yaml'), SCENARIO);
  const impatient = SCENARIO.replace('deadline: 3s', 'deadline: 3s\n    patience: 3s');
  writeFileSync(join(folder.path, 'impatient.yaml'), impatient);
});

afterAll(() => folder.remove());

interface Suffered {
  readonly result: CliResult;
  readonly facts: RunFacts;
  readonly responses: readonly ResponseRow[];
  readonly attempts: readonly AttemptRow[];
  /** The most memory that our process ever had, in megabytes. */
  readonly peak: number;
  text(name: string): string;
}

async function suffered(worst: string, scenario = 'tiny.yaml'): Promise<Suffered> {
  const run = begin(worst, scenario);
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(run.child.pid))), 100);
  const result = await run.ended;
  clearInterval(watch);
  expectNoTrace(result);
  const text = (name: string): string => readFileSync(join(folder.path, worst, name), 'utf8');
  const facts = JSON.parse(text('run.json')) as RunFacts;
  expect(facts.ending).toEqual({ kind: 'completed' });
  const rows = text('events.ndjson')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ResponseRow | AttemptRow);
  const responses = rows.filter((row) => row.kind === 'response');
  const attempts = rows.filter((row) => row.kind === 'attempt');
  expect(responses).toHaveLength(facts.counts.scheduled);
  expect(carriers(`${MARKER}=${worst}`)).toEqual([]);
  return { result, facts, responses, attempts, peak, text };
}

function begin(worst: string, scenario: string, env: Readonly<Record<string, string>> = {}) {
  const start = `${process.execPath} ${SUBJECT} ${worst}`;
  const args = ['run', scenario, '--start', start, '--no-floor', '--out', worst];
  return startCli(args, { cwd: folder.path, env: { [MARKER]: worst, ...env } });
}

/** Those for whom the app did its worst. */
function victims({ responses, attempts }: Suffered): readonly ResponseRow[] {
  const failed = new Set(
    attempts.filter(({ outcome }) => outcome === 'http-error').map(({ inbound }) => inbound),
  );
  const found = responses.filter(({ inbound }) => failed.has(inbound));
  expect(found.length).toBeGreaterThan(5);
  return found;
}

function kinds<T extends keyof ResponseRow>(rows: readonly ResponseRow[], of: T): ResponseRow[T][] {
  return [...new Set(rows.map((row) => row[of]))].sort();
}

/** Whoever has a variable in its environment, whatever group or parent it went to. */
function carriers(variable: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${variable}\0`);
    } catch {
      return false;
    }
  });
}

function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

// C0 but for line ends, C1, and escape.
const CONTROLS = new RegExp(String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f]`);

describe.concurrent('an app that, once its provider fails,', () => {
  it('dies, is found to be gone, and the run goes on', async () => {
    const run = await suffered('dies');
    expect(run.facts.subject.died).toMatchObject({ phase: 'outage', how: 'exit code 9' });
    const recovery = run.responses.filter(({ phase }) => phase === 'recovery');
    expect(kinds(recovery, 'end')).toEqual(['refused']);
    expect(run.facts.lastWords.join('\n')).toMatch(/it went down .*alert\(1\)/);
    expect(run.facts.lastWords.join('\n')).not.toMatch(CONTROLS);
    expect(run.result.stderr).toContain('exit code 9');
    expect(run.result.code).toBe(1);
  });

  it('answers with bytes that are no HTTP, or no text, is read as just that', async () => {
    const run = await suffered('garbage');
    expect(kinds(victims(run), 'class')).toEqual(['lie', 'reset']);
    expect(kinds(victims(run), 'bytes')).toEqual([0, 2_000]);
    expect(run.text('scorecard.md')).not.toMatch(CONTROLS);
    expect(run.result.code).toBe(0);
  });

  it('answers with megabytes, is heard to the end, and nothing of it is kept', async () => {
    const run = await suffered('megabytes');
    expect(kinds(victims(run), 'bytes')).toEqual(['{"answer":""}'.length + 5_000_000]);
    expect(kinds(victims(run), 'class')).toEqual(['lie']);
    expect(run.peak).toBeGreaterThan(0);
    expect(run.peak).toBeLessThan(350);
    for (const name of ['events.ndjson', 'run.json', 'scorecard.json', 'scorecard.html'])
      expect(statSync(join(folder.path, 'megabytes', name)).size).toBeLessThan(500_000);
    expect(run.result.code).toBe(0);
  });

  it('never stops to answer, is left at the end of patience', async () => {
    const run = await suffered('endless', 'impatient.yaml');
    expect(kinds(victims(run), 'end')).toEqual(['deadline']);
    expect(kinds(victims(run), 'class')).toEqual(['hang']);
    expect(Math.min(...victims(run).map(({ bytes }) => bytes))).toBeGreaterThan(0);
    expect(run.peak).toBeLessThan(350);
    expect(run.result.code).toBe(0);
  });

  it('calls a provider that nobody named, meets a trap each time, and we say so', async () => {
    const run = await suffered('elsewhere');
    expect(run.facts.trapped).toEqual([{ provider: 'openai', calls: victims(run).length }]);
    expect(run.text('scorecard.json')).toContain('also called openai');
    expect(run.result.code).toBe(0);
  });

  it('says terminal codes and markup, is quoted without them', async () => {
    const run = await suffered('markup');
    expect(kinds(victims(run), 'why').join()).toContain('<script>alert(1)</script>');
    expect(run.text('scorecard.html')).toContain('alert(1)');
    for (const name of ['scorecard.html', 'scorecard.md']) {
      expect(run.text(name)).not.toMatch(/<script>alert|<img src=x/);
      expect(run.text(name)).not.toMatch(CONTROLS);
    }
    expect(run.result.stdout + run.result.stderr).not.toMatch(CONTROLS);
    expect(run.result.code).toBe(0);
  });

  it('or before it does, says terminal codes, is quoted without them', async () => {
    const result = await begin('rude', 'tiny.yaml').ended;
    expect(result.stderr).toContain('alert(1)');
    expect(result.stdout + result.stderr).not.toMatch(CONTROLS);
    expect(result.code).toBe(3);
  });

  it('or before it does, never stops to answer, is given up at its first question', async () => {
    const collect = `import{setFlagsFromString as f}from'node:v8';import{runInNewContext as r}from'node:vm';f('--expose-gc');setInterval(r('gc'),50).unref()`;
    const result = await begin('bottomless', 'impatient.yaml', {
      NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(collect)}"`,
    }).ended;
    expect(result.stderr).toContain('no end in time');
    expect(carriers(`${MARKER}=bottomless`)).toEqual([]);
    // Nothing was played, and nothing is left that would pass for a run.
    expect(readdirSync(folder.path)).not.toContain('bottomless');
    expect(result.code).toBe(3);
  });

  it('has a child in another process group, takes it along all the same', async () => {
    const running = begin('strays', 'tiny.yaml');
    await running.said(/\d outage /);
    // The app, its shell, the child, and we ourselves.
    expect(carriers(`${MARKER}=strays`).length).toBeGreaterThanOrEqual(3);
    const result = await running.ended;
    expect(carriers(`${MARKER}=strays`)).toEqual([]);
    expect(result.code).toBe(0);
  });
});
