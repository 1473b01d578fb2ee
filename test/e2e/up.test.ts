/** Mocks and proxies alone, without a run: `brownout up`. */
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, expectNoTrace, startCli, type Folder } from '../support/cli.js';

let folder: Folder;

beforeAll(() => {
  folder = emptyFolder();
  mkdirSync(join(folder.path, '.git'));
});

afterAll(() => folder.remove());

describe('up', () => {
  it('plays a shipped outage without a config: nobody asks anything', async () => {
    const alone = emptyFolder();
    const run = startCli(['up', 'hard-down', '--play'], { cwd: alone.path });
    await run.said('Ctrl-C stops');
    run.child.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(stdout).toContain('ANTHROPIC_BASE_URL=http://127.0.0.1:');
    expect(code).toBe(0);
    alone.remove();
  });

  it('needs no measured capacity for a rate that nobody plays', async () => {
    const alone = emptyFolder();
    writeFileSync(
      join(alone.path, 'share.yaml'),
      `name: share
upstreams: { primary: { provider: anthropic } }
load: { rate: 30% of capacity }
phases: { calm: { for: 1s }, out: { for: 1s, faults: [{ on: primary, fault: hang }] } }
`,
    );
    const run = startCli(['up', 'share.yaml'], { cwd: alone.path });
    await run.said('Ctrl-C stops');
    run.child.kill('SIGINT');
    expect((await run.ended).code).toBe(0);
    alone.remove();
  });

  it('serves healthy mocks until it is stopped, and writes the variables', { timeout: 60_000 }, async () => {
    const run = startCli(['up', '--json', '--env-file-out', 'new/env/mocks'], { cwd: folder.path });
    await run.said('}\n');
    run.child.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(0);
    const { env, addresses } = JSON.parse(stdout) as Record<'env' | 'addresses', Record<string, string>>;
    expect(env['ANTHROPIC_BASE_URL']).toBe(addresses['anthropic']);
    expect(readFileSync(join(folder.path, 'new', 'env', 'mocks'), 'utf8')).toContain(
      `ANTHROPIC_BASE_URL=${addresses['anthropic'] ?? ''}\n`,
    );
  });
});

describe('up with proxies', () => {
  let dependency: Server;
  let address: string;
  beforeAll(async () => {
    dependency = createServer((socket) => socket.on('error', () => undefined).end('from the db'));
    await once(dependency.listen(0, '127.0.0.1'), 'listening');
    address = `127.0.0.1:${String((dependency.address() as AddressInfo).port)}`;
  });
  afterAll(() => dependency.close());

  function config(name: string, db: object): readonly string[] {
    const ask = { request: { path: '/ask', json: { question: '{{prompt}}' } }, answer: { at: '/answer' } };
    writeFileSync(join(folder.path, name), JSON.stringify({ journeys: { ask }, proxies: { db } }));
    return ['--config', name];
  }

  it('leads to the dependency, and says where and how often', { timeout: 60_000 }, async () => {
    const env = { DATABASE_URL: 'postgres://{{host}}:{{port}}/app' };
    const run = startCli(['up', ...config('proxied.yaml', { upstream: address, env })], { cwd: folder.path });
    let said = '';
    run.child.stdout?.on('data', (text: string) => (said += text));
    await run.said('Ctrl-C stops');
    const [, port = ''] = /DATABASE_URL=postgres:\/\/127\.0\.0\.1:(\d+)\/app/.exec(said) ?? [];
    expect(await heard(Number(port))).toBe('from the db');
    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect(stderr).toContain(`db: tcp://127.0.0.1:${port} → ${address}\n`);
    expect(stderr).toContain('db: 1 connections\n');
    expect(code).toBe(0);
  });

  it('stands in front of what a scenario names too', { timeout: 60_000 }, async () => {
    const named = config('both.yaml', { upstream: address, listen: '127.0.0.1:0' });
    const run = startCli(['up', 'slow-database', '--json', ...named], { cwd: folder.path });
    await run.said('}\n');
    run.child.kill('SIGINT');
    const { stdout, code } = await run.ended;
    const { addresses } = JSON.parse(stdout) as { addresses: Record<string, string> };
    expect(addresses['db']).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    expect(code).toBe(0);
  });

  it.each([
    ['of a dependency without an address', { env: { DB: '{{port}}' } }, [], 'nothing says where "db" is'],
    [
      'of one elsewhere that is to be hurt',
      { upstream: '192.0.2.1:1', env: { DB: '{{port}}' } },
      ['slow-database', '--play'],
      'the dependency "db" at 192.0.2.1:1 is not on this machine',
    ],
    [
      'that is to be played without a scenario',
      { upstream: '127.0.0.1:1', env: { DB: '{{port}}' } },
      ['--play'],
      '--play needs a scenario',
    ],
  ])('refuses one %s', { timeout: 60_000 }, async (name, db, args, reason) => {
    const result = await folder.brownout('up', ...args, ...config(`${name}.yaml`, db));
    expectNoTrace(result);
    expect(result.stderr).toContain(reason);
    expect(result.code).toBe(2);
  });

  it('is refused where its port is taken', { timeout: 60_000 }, async () => {
    const result = await folder.brownout(
      'up',
      ...config('taken.yaml', { upstream: '127.0.0.1:1', listen: address }),
    );
    expectNoTrace(result);
    expect(result.stderr).toContain(`the proxy of "db" can't listen on ${address}`);
    expect(result.code).toBe(2);
  });

  function heard(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1').setEncoding('utf8');
      socket.on('data', (piece: string) => (text += piece));
      socket.on('error', reject).on('close', () => resolve(text));
    });
  }
});
