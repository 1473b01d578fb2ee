/** Apps that fail at once, never, or elsewhere; ports that are taken, and a clone that is no whole one. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
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
import { cli, emptyFolder, expectNoTrace, REPOSITORY, type Folder } from '../support/cli.js';

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
    const { port, taken } = await takenPort();
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
    const { port, taken } = await takenPort();
    try {
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

async function takenPort() {
  const taken = createServer();
  await once(taken.listen(0, '127.0.0.1'), 'listening');
  return { port: (taken.address() as AddressInfo).port, taken };
}
