import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { workflowPath, workflowText, type Repository } from '../../../../src/entry/cli/init/workflow.js';
import { typed } from '../../../support/door.js';

const ROOT: Repository = {
  inside: '',
  files: [['package.json', 'package-lock.json']],
  hasBrownout: true,
  version: '1.2.3',
};

interface Job {
  readonly defaults?: unknown;
  readonly 'timeout-minutes': number;
  readonly steps: readonly {
    readonly uses?: string;
    readonly with?: Readonly<Record<string, unknown>>;
    readonly run?: string;
    readonly if?: string;
  }[];
}

function jobOf(changes: Partial<Repository> = {}): Job {
  return (parse(workflowText({ ...ROOT, ...changes })) as { jobs: { rehearse: Job } }).jobs.rehearse;
}

function runsOf(job: Job): readonly string[] {
  return job.steps.flatMap(({ run }) => run ?? []);
}

describe('the workflow', () => {
  it.each([
    [['package-lock.json'], { 'node-version': 22, cache: 'npm' }, 'npm ci'],
    [['yarn.lock'], { 'node-version': 22, cache: 'yarn' }, 'yarn install --frozen-lockfile'],
    [['pnpm-lock.yaml'], { 'node-version': 22 }, 'corepack enable && pnpm install --frozen-lockfile'],
    [['bun.lock'], { 'node-version': 22 }, 'npx --yes bun install --frozen-lockfile'],
    [[], { 'node-version': 22 }, 'npm install'],
  ])('installs by %j as that wants it', (locks, settings, line) => {
    const job = jobOf({ files: [['package.json', ...locks]] });
    expect(job.steps[1]?.with).toEqual(settings);
    expect(runsOf(job)[0]).toBe(line);
  });

  it('leaves an app without npm to its own steps', () => {
    const [first = ''] = runsOf(jobOf({ files: [['requirements.txt']], hasBrownout: false }));
    expect(first).toBe('npx --yes brownout@1.2.3 run overload-storm --out brownout-report');
  });

  it('takes the Brownout that the app brings along, else one version and no other', () => {
    expect(runsOf(jobOf())[1]).toMatch(/^npx brownout run /);
    expect(runsOf(jobOf({ hasBrownout: false }))[1]).toMatch(/^npx --yes brownout@1\.2\.3 run /);
  });

  it('of an app in a folder stands at the root, works in the folder, and keeps what lies there', () => {
    const files = [['package.json'], [], ['package.json', 'pnpm-lock.yaml']];
    const inside = 'apps/my chat';
    const job = jobOf({ inside, files });
    expect(workflowPath({ inside })).toBe('.github/workflows/brownout-apps-my-chat.yml');
    expect(job.defaults).toEqual({ run: { 'working-directory': inside } });
    expect(runsOf(job)[0]).toContain('pnpm install');
    expect(job.steps.at(-1)?.with).toMatchObject({ path: 'apps/my chat/brownout-report' });
  });

  it.each([
    ['apps/chat', [['package-lock.json'], [], []], 'apps/chat/package-lock.json'],
    ['apps/chat', [['package.json'], ['yarn.lock'], []], 'apps/yarn.lock'],
    ['apps/chat', [['package.json'], [], ['yarn.lock']], undefined],
  ])('of %s with %j says where the lock is, unless at the root', (inside, files, lock) => {
    const [, node] = jobOf({ inside, files }).steps;
    expect(node?.with?.['cache-dependency-path']).toBe(lock);
  });

  it('ends by itself, and adds no second failure to a run without a report', () => {
    const job = jobOf();
    const [summary, artifact] = job.steps.slice(-2);
    expect(job['timeout-minutes']).toBe(20);
    expect(summary).toMatchObject({ if: 'always()', run: expect.stringMatching(/^test ! -f /) as unknown });
    expect(artifact?.with).toMatchObject({ 'if-no-files-found': 'ignore' });
  });
});

it('is written where GitHub looks for it, and says where that is', async () => {
  const root = await mkdtemp(join(tmpdir(), 'brownout-workflow-'));
  await mkdir(join(root, '.git'));
  await mkdir(join(root, 'apps/chat'), { recursive: true });
  await writeFile(join(root, 'apps/chat/package.json'), '{ "devDependencies": { "brownout": "1" } }');
  const { code, out } = await typed(['init', 'apps/chat', '--ci', 'github'], { cwd: root });
  const written = await readFile(join(root, '.github/workflows/brownout-apps-chat.yml'), 'utf8');
  await rm(root, { recursive: true });
  expect(out).toContain('wrote ../../.github/workflows/brownout-apps-chat.yml\n');
  expect(written).toContain('run: npx brownout run');
  expect(code).toBe(0);
});
