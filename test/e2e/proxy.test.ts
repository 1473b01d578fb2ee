import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cli, emptyFolder, startCli, type StartedCli } from '../support/cli.js';
import { askerOf, type Ask } from '../support/control-client.js';

const folder = emptyFolder();
const running: StartedCli[] = [];

afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});

async function start(
  ...args: readonly string[]
): Promise<{ readonly started: StartedCli; readonly ask: Ask }> {
  const started = startCli(['proxy', ...args], { cwd: folder.path });
  running.push(started);
  let said = '';
  started.child.stdout?.on('data', (text: string) => (said += text));
  await started.said(/API: \S+/);
  const url = /API: (\S+)/.exec(said)?.[1] ?? '';
  return { started, ask: askerOf(url) };
}

test('it takes the flags of toxiproxy-server, says where it is, and ends well when it is told to', async () => {
  const config = [
    { name: 'redis', listen: 'localhost:0', upstream: '127.0.0.1:1', toxics: [{ type: 'noop' }] },
  ];
  writeFileSync(join(folder.path, 'proxies.json'), JSON.stringify(config));
  const { started, ask } = await start(
    '-host=127.0.0.1',
    '-port',
    '0',
    '-config',
    'proxies.json',
    '-seed=7',
    '-proxy-metrics',
  );
  expect((await ask('GET', '/proxies')).json).toMatchObject({ redis: { enabled: true, toxics: [] } });
  expect((await ask('GET', '/metrics')).status).toBe(200);
  expect((await ask('POST', '/reset')).status).toBe(204);
  started.child.kill('SIGTERM');
  const { code, stdout, stderr } = await started.ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Toxiproxy API: http:\/\/127\.0\.0\.1:\d+ {2}\(seed 7\)\n$/);
  expect(stderr).toContain('warning  proxies.json:1:');
  expect(stderr).toMatch(/^redis: 127\.0\.0\.1:\d+ → 127\.0\.0\.1:1$/m);
  expect(stderr).toContain('POST /reset 204\n');
});

test('it has the version that clients look for', async () => {
  expect(await cli(['proxy', '-version'])).toMatchObject({
    code: 0,
    stdout: 'toxiproxy-server version 2.12.0\n',
  });
});

test('names may be allowed, and two dashes do as well', async () => {
  const { ask } = await start('--port', '0', '--allow-host', 'toxiproxy');
  expect((await ask('GET', '/version', null, { Host: 'toxiproxy:8474' })).status).toBe(200);
  expect((await ask('GET', '/version', null, { Host: 'elsewhere' })).status).toBe(403);
});

test('a port that is taken ends it with a reason', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  const { code, stderr } = await cli(['proxy', '-port', String(port)]);
  holder.close();
  expect(code).toBe(2);
  expect(stderr).toContain(`wants localhost:${port}, and something else listens there already`);
});

test.each([
  ['nowhere.json', null, "nowhere.json can't be read"],
  ['cut.json', '[{"name":', 'cut.json:1:10'],
  [
    'taken.json',
    '[{"name":"a","listen":"nonsense","upstream":"x"}]',
    `"a" can't begin: listen tcp: address nonsense`,
  ],
])('a config that is no good ends it with a reason: %s', async (name, text, reason) => {
  if (text !== null) writeFileSync(join(folder.path, name), text);
  const { code, stderr } = await cli(['proxy', '-port', '0', '-config', name], { cwd: folder.path });
  expect(code).toBe(2);
  expect(stderr).toContain(reason);
  expect(stderr).not.toMatch(/^\s+at /m);
});
