import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { get } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Subject } from '../../src/run/contract.js';
import { attachSubject, startSubject } from '../../src/run/subject/start.js';
import { answering, LISTENS, specOf, workshop, type Workshop } from '../support/subjects.js';

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop();
});
afterAll(() => shop.close());

const never = new AbortController().signal;
const running: Subject[] = [];
afterEach(async () => {
  for (const subject of running.splice(0)) await subject.stop();
});

async function start(source: string, changes: Parameters<typeof specOf>[0] = {}, env = {}) {
  const command = await shop.program(`app${Math.floor(performance.now() * 1_000)}`, source);
  const spec = specOf({ start: command, cwd: shop.folder, ...changes });
  const subject = await startSubject({ spec, env, signal: never, iOwnThisTarget: false });
  running.push(subject);
  return subject;
}

function fetched(url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      let body = '';
      response.on('data', (piece) => (body += String(piece)));
      response.on('end', () => resolve(body));
    }).on('error', reject);
  });
}

describe('a subject that we start', () => {
  it('is given a port, our addresses and what the config wants', async () => {
    const subject = await start(
      LISTENS,
      { env: { MODE: '${HOME:-nowhere} x' } },
      { ANTHROPIC_BASE_URL: 'http://m' },
    );
    const env = JSON.parse(await fetched(subject.url)) as Record<string, string>;
    expect(env).toMatchObject({ PORT: subject.url.port, ANTHROPIC_BASE_URL: 'http://m' });
    expect(env['MODE']).toBe(`${process.env['HOME'] ?? 'nowhere'} x`);
    expect(env['PATH']).toBe(process.env['PATH']);
  });

  it('is gone after it was stopped', async () => {
    const subject = await start(LISTENS);
    await subject.stop();
    await expect(fetched(subject.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('may listen on the other loopback', async () => {
    const subject = await start(LISTENS.replace("'127.0.0.1'", "'::1'"));
    expect(subject.url.hostname).toBe('[::1]');
  });

  it('counts as ready when it knows nothing at /', async () => {
    const subject = await start(answering(404));
    expect(await fetched(subject.url)).toContain('PORT');
  });

  it('is not ready while it does not know the path that was named for it', async () => {
    const never = await start(answering(404), { ready: '/health', readyWithin: 1_500 }).catch(String);
    expect(never).toMatch(/not ready within 1\.5 s: GET \S+\/health gave status 404/);
  });

  it('is ready where the path that was named for it asks for a key', async () => {
    const subject = await start(answering(401), { ready: '/health' });
    expect(await fetched(subject.url)).toContain('PORT');
  });

  it('that dies at start is told with its exit code and its last words, redacted', async () => {
    const started = start(`console.error('no key: sk-ant-api03-abcdefghijklmnop'); process.exit(3);`);
    await expect(started).rejects.toMatchObject({ code: 'subject-died', ending: 'not-testable' });
    const message = await started.catch((error: unknown) => (error instanceof Error ? error.message : ''));
    expect(message).toContain('exit code 3');
    expect(message).toContain('no key: [redacted]');
  });

  it('that goes into the background is told to stay', async () => {
    const started = start('process.exit(0)');
    await expect(started).rejects.toMatchObject({
      code: 'subject-died',
      hints: expect.arrayContaining([expect.stringContaining('foreground')]) as unknown,
    });
  });

  it('that never gets ready is ended, and what it answered is told', async () => {
    await expect(start(answering(503), { readyWithin: 1_500 })).rejects.toMatchObject({
      code: 'subject-not-ready',
      ending: 'not-testable',
      message: expect.stringContaining('status 503') as unknown,
    });
  });

  it('that dies later says how', async () => {
    const subject = await start(
      `${LISTENS}
      server.on('request', ({ url }) => {
        if (url !== '/die') return;
        console.log('bye');
        process.exit(7);
      });`,
    );
    void fetched(new URL('/die', subject.url)).catch(() => undefined);
    expect(await subject.died).toBe('exit code 7');
    expect(subject.lastWords()).toEqual(['bye']);
  });

  it('that floods its log is neither held up nor kept', async () => {
    const subject = await start(`
      ${LISTENS}
      const line = 'x'.repeat(199) + '\\n';
      let written = 0;
      const flood = () => {
        for (let index = 0; index < 100; index += 1) process.stdout.write(line);
        written += 100 * 200;
        if (written < 20_000_000) setImmediate(flood); else console.log('flooded');
      };
      flood();
    `);
    while (subject.lastWords().at(-1) !== 'flooded') await new Promise((next) => setTimeout(next, 50));
    expect(subject.lastWords()).toHaveLength(20);
  });

  it('is refused where something listens already', async () => {
    const { server, url } = await elsewhere();
    const spec = specOf({ start: 'sleep 60', url, cwd: shop.folder });
    await expect(startSubject({ spec, env: {}, signal: never, iOwnThisTarget: false })).rejects.toMatchObject(
      {
        code: 'port-taken',
        ending: 'usage',
      },
    );
    server.close();
  });

  it('is ended when we are told to stop while it gets ready', async () => {
    const stop = new AbortController();
    const spec = specOf({ start: 'sleep 60', cwd: shop.folder });
    const started = startSubject({ spec, env: {}, signal: stop.signal, iOwnThisTarget: false });
    stop.abort('SIGINT');
    await expect(started).rejects.toMatchObject({ ending: 'interrupted' });
  });

  it('names the folder that is not there', async () => {
    const spec = specOf({ start: 'true', cwd: `${shop.folder}/nowhere` });
    await expect(startSubject({ spec, env: {}, signal: never, iOwnThisTarget: false })).rejects.toMatchObject(
      { code: 'no-folder' },
    );
  });

  it('names the variable of the config that is not set', async () => {
    const spec = specOf({ start: 'true', cwd: shop.folder, env: { KEY: '${BROWNOUT_TEST_UNSET}' } });
    await expect(startSubject({ spec, env: {}, signal: never, iOwnThisTarget: false })).rejects.toMatchObject(
      {
        code: 'unset-variable',
        message: expect.stringContaining('BROWNOUT_TEST_UNSET') as unknown,
      },
    );
  });
});

describe('a subject that runs already', () => {
  it('is found by its address and left running', async () => {
    const { server, url } = await elsewhere();
    const subject = await attachSubject({ spec: specOf({ url }), signal: never, iOwnThisTarget: false });
    await subject.stop();
    expect(await fetched(subject.url)).toBe('here');
    server.close();
  });

  it.each(['http://192.0.2.1:3000', 'http://[2001:db8::1]:3000', 'https://1.2.3.4'])(
    'is refused on another machine: %s',
    async (url) => {
      await expect(
        attachSubject({ spec: specOf({ url, readyWithin: 0 }), signal: never, iOwnThisTarget: false }),
      ).rejects.toMatchObject({ code: 'foreign-target', ending: 'usage' });
    },
  );

  it('is there, and speaks something else: which is told, and what to say', async () => {
    const { server, url } = await elsewhere();
    const deaf = createTcpServer((socket) => socket.on('error', () => undefined).resetAndDestroy());
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const { port } = deaf.address() as AddressInfo;
    try {
      for (const [target, gave, hint] of [
        [`http://127.0.0.1:${port}`, 'a connection, but no answer in HTTP', `https://localhost:${port}`],
        [url.replace('http:', 'https:'), 'a connection, but no answer in TLS', '--target http://'],
      ] as const) {
        const spec = specOf({ url: target, readyWithin: 200 });
        await expect(attachSubject({ spec, signal: never, iOwnThisTarget: false })).rejects.toMatchObject({
          code: 'subject-not-ready',
          message: expect.stringContaining(`gave ${gave}`) as unknown,
          hints: expect.arrayContaining([expect.stringContaining(hint)]) as unknown,
        });
      }
    } finally {
      server.close();
      deaf.close();
    }
  });

  it('on another machine is asked when its owner says so', async () => {
    const spec = specOf({ url: 'http://192.0.2.1:3000', readyWithin: 0 });
    await expect(
      attachSubject({ spec, signal: AbortSignal.timeout(300), iOwnThisTarget: true }),
    ).rejects.not.toMatchObject({ code: 'foreign-target' });
  });

  it('must be named', async () => {
    await expect(
      attachSubject({ spec: specOf({}), signal: never, iOwnThisTarget: false }),
    ).rejects.toMatchObject({ code: 'no-subject', ending: 'usage' });
  });
});

async function elsewhere(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((_, response) => response.end('here'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
