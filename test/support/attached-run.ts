/**
 * A run of our own code against an app that the test itself started, so that the app can still be
 * asked when the run is over. The upstreams have fixed ports, which the app knows beforehand.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../src/model/plan.js';
import type { Checked } from '../../src/model/problem.js';
import type { RunRecord } from '../../src/model/record.js';
import { conduct } from '../../src/run/conductor/conduct.js';
import { compilePlan } from '../../src/scenario/compile.js';
import { loadScenario } from '../../src/scenario/load.js';

export interface App {
  readonly url: string;
  /** The body of a GET. */
  ask(path: string): Promise<string>;
  stop(): Promise<void>;
}

/** `file` lies beside this one; it listens on PORT and answers /health. */
export async function startApp(file: string, env: Readonly<Record<string, string>>): Promise<App> {
  const [port] = await freePorts(1);
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${String(port)}`;
  await ready(`${url}/health`, child);
  return { url, ask: (at) => bodyOf(url + at), stop: () => stopped(child) };
}

/** Each of the test files that run side by side has ports of its own, and none is given to two of its apps. */
const PORTS_EACH = 500;
const WORKERS = 16;
const firstPort = 10_000 + PORTS_EACH * (Number(process.env['VITEST_POOL_ID'] ?? 0) % WORKERS);
const given = new Set<number>();

/** Ports that were free a moment ago, all different, below those that the system gives to outgoing connections. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = firstPort + Math.floor(Math.random() * PORTS_EACH);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A scenario, as the object that its file would hold. JSON is YAML too. */
export function planOf(scenario: object, seed: number): Plan {
  const loaded = checked(
    loadScenario({
      scenarioText: JSON.stringify(scenario, null, 1),
      scenarioFile: 'test.yaml',
      configText: null,
      configFile: null,
    }),
  );
  return checked(compilePlan(loaded.scenario, { seed, quick: false, capacity: null }));
}

export async function attachedRun(
  plan: Plan,
  app: App,
  signal = new AbortController().signal,
): Promise<RunRecord> {
  const folder = await mkdtemp(join(tmpdir(), 'brownout-attached-'));
  const subject = { start: null, url: app.url, ready: '/health', readyWithin: 20_000, env: {}, cwd: '.' };
  try {
    return await conduct({
      plan,
      subject,
      subjectName: 'app',
      folder: join(folder, 'run'),
      version: 'test',
      signal,
      iOwnThisTarget: false,
      ...{ bind: '127.0.0.1', advertise: null },
      toxiproxy: null,
      floor: { p50: 0, p99: 0 },
      observe: () => undefined,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function checked<T>(result: Checked<T>): T {
  if (result.ok) return result.value;
  throw new Error(
    result.problems
      .map(({ message, where }) => `${message} (${String(where?.excerpt.at(-1)?.text)})`)
      .join('\n'),
  );
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const isUp = await bodyOf(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await sleep(50);
  }
  throw new Error(`the app ended with ${child.exitCode} before it was ready`);
}

function bodyOf(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text));
      response.once('error', reject);
    });
    request.once('error', reject);
  });
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
