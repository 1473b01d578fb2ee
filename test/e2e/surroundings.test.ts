/** Apps that fail at once, never, or elsewhere; and people who stop us. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, emptyFolder, expectNoTrace, REPOSITORY, startCli, type Folder } from '../support/cli.js';

let folder: Folder;

/** Calls the provider whose address is in the variable that stands in CALLS, and answers with its words. */
const APP = `import { createServer } from 'node:http';
import { request } from 'node:http';
const [, , wanted = 'ANTHROPIC_BASE_URL', port = process.env.PORT] = process.argv;
createServer((req, res) => {
  let body = '';
  req.on('data', (piece) => (body += piece));
  req.on('end', () => {
    if (req.url !== '/ask') return res.end('fine');
    const call = request((process.env[wanted] ?? wanted) + '/v1/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', 'x-api-key': 'k' },
    }, (said) => {
      let text = '';
      said.on('data', (piece) => (text += piece));
      said.on('end', () => {
        try {
          res.end(JSON.stringify({ answer: JSON.parse(text).content[0].text }));
        } catch {
          res.writeHead(502).end('{}');
        }
      });
    });
    call.on('error', () => res.writeHead(502).end('{}'));
    call.end(JSON.stringify({ model: 'm', max_tokens: 100, messages: [{ role: 'user', content: JSON.parse(body).question }] }));
  });
}).listen(Number(port), '127.0.0.1');
`;

const JOURNEY = `journeys:
  ask:
    request: { path: /ask, json: { question: '{{prompt}}' } }
    answer: { at: /answer }
    deadline: 1s
`;

const SCENARIO = `name: short
upstreams: { primary: { provider: anthropic, model: { firstToken: 50ms, tokens: 20, speed: 200/s } } }
${JOURNEY}load: { rate: 20/s }
phases:
  baseline: { for: 3s }
  outage: { for: 30s, faults: [{ on: primary, fault: status, status: 500 }] }
  recovery: { for: 3s }
`;

beforeAll(() => {
  folder = emptyFolder();
  mkdirSync(join(folder.path, '.git'));
  writeFileSync(join(folder.path, 'app.mjs'), APP);
  writeFileSync(join(folder.path, 'short.yaml'), SCENARIO);
});

afterAll(() => folder.remove());

describe.concurrent('an app that can not be tested', () => {
  it.each([
    ['dies at once', ['--start', 'node -e "console.error(7 * 191)"'], /1337/],
    ['goes past the mocks', ['--start', 'node app.mjs http://127.0.0.1:9'], /does not call our mocks/],
    [
      'calls a provider that nobody named',
      ['--start', 'node app.mjs OPENAI_BASE_URL'],
      /doesn't name|does not name/,
    ],
    ['is nowhere', ['--target', 'http://127.0.0.1:9', '--ready', '/health'], /not ready/],
  ])('%s: exit 3, and what to do', { timeout: 90_000 }, async (_, args, said) => {
    const config = 'subject: { readyWithin: 3s }\n';
    writeFileSync(join(folder.path, 'brownout.config.yaml'), config);
    const result = await folder.brownout('run', 'short.yaml', ...args);
    expectNoTrace(result);
    expect(result.stderr).toMatch(said);
    expect(result.stderr).toContain('exit 3: not testable');
    expect(result.code).toBe(3);
  });

  it.each([
    ['is on another machine', ['--target', 'http://192.0.2.1:80'], '--i-own-this-target'],
    ['has no start and no URL', [], '--start'],
  ])('%s: refused before anything is started or made', async (_, args, said) => {
    const empty = emptyFolder();
    writeFileSync(join(empty.path, 'short.yaml'), SCENARIO);
    writeFileSync(join(empty.path, 'brownout.config.yaml'), JOURNEY);
    for (const command of [['run', 'short.yaml'], ['audit']]) {
      const result = await cli([...command, ...args], { cwd: empty.path });
      expectNoTrace(result);
      expect(result.stderr).toContain(said);
      expect(result.stderr).not.toContain('mocks');
      expect(result.code).toBe(2);
      expect(readdirSync(empty.path).sort()).toEqual(['brownout.config.yaml', 'short.yaml']);
    }
    empty.remove();
  });

  it('has a dependency that no run would hurt, or whose proxy finds its port taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const proxies = (upstream: string, listen: string) =>
      `proxies: { db: { upstream: "${upstream}", listen: "${listen}" } }\n${SCENARIO.replace('outage: { ', 'outage: { network: [{ on: db, toxic: noop }], ')}`;
    try {
      writeFileSync(join(folder.path, 'foreign.yaml'), proxies('192.0.2.1:5432', '127.0.0.1:0'));
      const foreign = await folder.brownout('doctor', 'foreign.yaml', '--start', 'node app.mjs');
      expect(foreign.stdout).toMatch(
        /not ok +proxy +the dependency "db" at 192.0.2.1:5432 is not on this machine/,
      );
      expect(foreign.stdout).not.toContain('All is well');
      expect(foreign.code).toBe(2);
      writeFileSync(join(folder.path, 'taken.yaml'), proxies('127.0.0.1:5432', `127.0.0.1:${port}`));
      const there = await folder.brownout('doctor', 'taken.yaml', '--start', 'node app.mjs');
      expect(there.stdout).toMatch(new RegExp(`not ok +proxy +127.0.0.1:${port} for db is taken`));
      expect(there.code).toBe(2);
    } finally {
      taken.close();
    }
  });

  it('would meet a mock on a port that is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = taken.address() as { port: number };
      writeFileSync(
        join(folder.path, 'port.yaml'),
        SCENARIO.replace('anthropic,', `anthropic, port: ${port},`),
      );
      const result = await folder.brownout('run', 'port.yaml', '--start', 'node app.mjs');
      expectNoTrace(result);
      expect(result.stderr).toContain(String(port));
      expect([2, 3]).toContain(result.code);
      const doctor = await folder.brownout('doctor', 'port.yaml', '--start', 'node app.mjs');
      expect(doctor.stdout).toMatch(new RegExp(`not ok +port +${port} for primary is taken`));
      expect(doctor.code).toBe(3);
    } finally {
      taken.close();
    }
  });
});

describe('a run that is stopped', () => {
  it('leaves a partial report and nothing else, exit 130', { timeout: 90_000 }, async () => {
    const run = startCli(['run', 'short.yaml', '--start', 'node app.mjs', '--out', 'stopped'], {
      cwd: folder.path,
    });
    await run.said('outage');
    run.child.kill('SIGINT');
    const result = await run.ended;
    expectNoTrace(result);
    expect(result.code).toBe(130);
    const facts = JSON.parse(readFileSync(join(folder.path, 'stopped/run.json'), 'utf8')) as {
      ending: object;
      subject: { url: string };
    };
    expect(facts.ending).toEqual({ kind: 'interrupted', signal: 'SIGINT' });
    expect(existsSync(join(folder.path, 'stopped/scorecard.html'))).toBe(true);
    expect(await answers(facts.subject.url)).toBe(false);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s before its first phase says so, exit %i', { timeout: 60_000 }, async (signal, code) => {
    const args = ['run', 'short.yaml', '--start', 'sleep 60', '--out', `early-${code}`];
    const run = startCli(args, { cwd: folder.path });
    await run.said('waiting until the app is ready');
    run.child.kill(signal);
    const result = await run.ended;
    expectNoTrace(result);
    expect(result.stderr).toContain('nothing was played');
    expect(result.code).toBe(code);
  });
});

it('a clone that is built by half: exit 4, which file is missing, and what to do', async () => {
  const clone = emptyFolder();
  for (const part of ['package.json', 'dist/bin.js', 'dist/bundle'])
    cpSync(join(REPOSITORY, part), join(clone.path, part), { recursive: true });
  symlinkSync(join(REPOSITORY, 'node_modules'), join(clone.path, 'node_modules'));
  const args = ['run', 'short.yaml', '--start', 'node app.mjs'];
  const result = await cli(args, { cwd: folder.path, bin: join(clone.path, 'dist', 'bin.js') });
  clone.remove();
  expectNoTrace(result);
  expect(result.stderr).toContain(join(clone.path, 'dist/run/subject/guardian.js'));
  expect(result.stderr).toContain('npm run build');
  expect(result.stderr).not.toContain('the app ended');
  expect(result.code).toBe(4);
});

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

describe('learning an app', () => {
  it('keeps to the port that the app has in its code', { timeout: 60_000 }, async () => {
    const app = emptyFolder();
    try {
      mkdirSync(join(app.path, '.git'));
      writeFileSync(join(app.path, 'app.mjs'), APP);
      const curl = `curl --json '{"question":"hi"}' http://127.0.0.1:18569/ask`;
      const start = 'node app.mjs ANTHROPIC_BASE_URL 18569';
      const result = await cli(['learn', curl, '--start', start], { cwd: app.path });
      expect(result.stderr).not.toContain('error');
      expect(readFileSync(join(app.path, 'brownout.config.yaml'), 'utf8')).toContain(
        'url: http://127.0.0.1:18569',
      );
    } finally {
      app.remove();
    }
  });

  it('says what the app said where it refuses the request', { timeout: 60_000 }, async () => {
    const curl = `curl --json '{"question":"hi"}' http://127.0.0.1:18568/ask`;
    const start = ['--start', 'node app.mjs http://127.0.0.1:9'];
    const result = await folder.brownout('learn', curl, '--config', 'learnt.yaml', ...start);
    expectNoTrace(result);
    expect(result.stderr).toContain('status 502');
    expect(result.code).toBe(3);
    expect(existsSync(join(folder.path, 'learnt.yaml'))).toBe(false);
  });
});

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
}
