/** Whole runs whose network is hurt by the original toxiproxy-server, which others use at the same time. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, emptyFolder, REPOSITORY, startCli } from '../support/cli.js';
import { askerOf, type Ask } from '../support/control-client.js';
import { networkRunner, scenarioOf, type Runner } from '../support/network-run.js';
import type { SuiteServer } from '../support/toxiproxy/suite.js';
import { startAnother, startOriginal } from './original.js';

const THEIRS = { name: 'theirs', listen: '127.0.0.1:0', upstream: '127.0.0.1:1' };
const EXPIRED = { ...THEIRS, name: 'brownout-0123456789ab-1000000000-primary' };
const DEMO = `
subject: { name: hardened, start: ${process.execPath} ${join(REPOSITORY, 'dist/demo/hardened.js')}, ready: /health }
journeys:
  ask:
    request: { path: /ask, json: { question: '{{prompt}}' } }
    answer: { at: /answer }
    error: { at: /error/code }
    degraded: { header: x-degraded }
    deadline: 3s
`;

let original: SuiteServer;
let ask: Ask;
let runner: Runner;
let notes: ReturnType<typeof emptyFolder>;

beforeAll(async () => {
  [original, runner] = await Promise.all([startOriginal(), networkRunner()]);
  ask = askerOf(original.url);
  notes = emptyFolder();
  const latency = { on: 'claude', toxic: 'latency', latency: '100ms' };
  const long = {
    baseline: { for: '1500ms' },
    outage: { for: '60s', network: [latency] },
    recovery: { for: '2s' },
  };
  write('long.yaml', scenarioOf({}, { phases: long }));
  write('own.yaml', scenarioOf({ network: [{ on: 'claude', toxic: 'stall' }] }));
  write(
    'shared.yaml',
    scenarioOf({ network: [{ on: 'claude', toxic: 'bandwidth', rate: '9KB/s', shared: true }] }),
  );
  writeFileSync(join(runner.folder, 'demo.yaml'), DEMO);
  await ask('POST', '/proxies', THEIRS);
  await ask('POST', '/proxies/theirs/toxics', { name: 'slow', type: 'latency', attributes: { latency: 5 } });
});
afterAll(async () => {
  await ask('DELETE', '/proxies/theirs');
  await Promise.all([original.close(), runner.close()]);
  notes.remove();
});

function write(name: string, scenario: object): void {
  writeFileSync(join(runner.folder, name), JSON.stringify(scenario));
}

/** With notes of its own: what it leaves behind is for no other test to find. */
function options(env: Readonly<Record<string, string>> = {}) {
  return { cwd: runner.folder, env: { TMPDIR: notes.path, ...env } };
}

function runOf(scenario: string, url = original.url): readonly string[] {
  return ['run', scenario, '--start', runner.start, '--no-floor', '--toxiproxy', url];
}

interface Proxy {
  readonly toxics: readonly { readonly name: string }[];
}

async function proxies(at: Ask = ask): Promise<Readonly<Record<string, Proxy>>> {
  const { json } = await at('GET', '/proxies');
  return json as Readonly<Record<string, Proxy>>;
}

async function ours(at: Ask = ask): Promise<readonly Proxy[]> {
  return Object.entries(await proxies(at)).flatMap(([name, proxy]) =>
    name.startsWith('brownout-') ? [proxy] : [],
  );
}

async function hurt(at: Ask = ask): Promise<void> {
  while (!(await ours(at)).some(({ toxics }) => toxics.length > 0)) await sleep(50);
}

function cardIn(folder: string) {
  return JSON.parse(readFileSync(join(runner.folder, folder, 'scorecard.json'), 'utf8')) as {
    readonly verdict: string;
    readonly score: number;
    readonly interval: readonly [number, number];
  };
}

test('a shipped scenario has the verdict and the score that it has with our own', async () => {
  const args = ['run', 'slow-close', '--quick', '--quiet', '--no-floor', '--config', 'demo.yaml'];
  await cli([...args, '--out', 'embedded'], options());
  await cli([...args, '--out', 'beside'], options({ TOXIPROXY_URL: original.url }));
  const [embedded, beside] = [cardIn('embedded'), cardIn('beside')];
  expect(beside.verdict).toBe(embedded.verdict);
  // A point more either way: two runs are never quite the same.
  expect(beside.score).toBeGreaterThanOrEqual(embedded.interval[0] - 1);
  expect(beside.score).toBeLessThanOrEqual(embedded.interval[1] + 1);
  expect(await ours()).toEqual([]);
}, 180_000);

describe('what a run makes on a server of others', () => {
  test('is gone when it is interrupted, and theirs is as it was', async () => {
    const before = (await proxies())['theirs'];
    const run = startCli(runOf('long.yaml'), options());
    await hurt();
    run.child.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    expect(await ours()).toEqual([]);
    expect((await proxies())['theirs']).toEqual(before);
  });

  test.each([
    ['by the next start', () => cli(runOf('own.yaml'), options())],
    ['by doctor --sweep', () => cli(['doctor', '--sweep', 'long.yaml', '--start', runner.start], options())],
  ])('is removed %s when it was killed', async (_, next) => {
    const run = startCli(runOf('long.yaml'), options());
    await hurt();
    run.child.kill('SIGKILL');
    await run.ended;
    expect(await ours()).toHaveLength(1);
    await next();
    expect(Object.keys(await proxies())).toEqual(['theirs']);
  });

  test('is told of and then removed by doctor once its time is over, whoever made it', async () => {
    await ask('POST', '/proxies', EXPIRED);
    const args = ['doctor', 'long.yaml', '--start', runner.start, '--toxiproxy', original.url];
    expect((await cli(args, options())).stdout).toMatch(/look +Toxiproxy +1 proxy of killed runs/);
    expect(Object.keys(await proxies())).toHaveLength(2);
    expect((await cli([...args, '--sweep'], options())).stdout).toMatch(/Toxiproxy .* 1 proxy past/);
    expect(Object.keys(await proxies())).toEqual(['theirs']);
  });
});

describe('a server of others', () => {
  test('that dies in mid-run stops the run and is named', async () => {
    const server = await startAnother();
    const run = startCli(runOf('long.yaml', server.url), options());
    await hurt(askerOf(server.url));
    await server.close();
    const { code, stdout, stderr } = await run.ended;
    expect(stdout.replace(/\s+/g, ' ')).toContain(`the run was stopped: the Toxiproxy at ${server.url}`);
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(6);
  });

  test('that is not there is said once, before anything is played', async () => {
    const { code, stdout, stderr } = await cli(runOf('long.yaml', 'http://127.0.0.1:1'), options());
    expect(stderr.match(/the Toxiproxy at http:\/\/127\.0\.0\.1:1 /g)).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(3);
  });

  test.each([
    ['own.yaml', '"stall"'],
    ['shared.yaml', '"shared" of "bandwidth"'],
  ])('is not asked for what it cannot know, as in %s', async (scenario, what) => {
    const { code, stderr } = await cli(runOf(scenario), options());
    expect(stderr).toContain(`doesn't know ${what}`);
    expect(code).toBe(2);
    expect(await ours()).toEqual([]);
  });
});
