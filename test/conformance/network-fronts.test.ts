/** The proxies of a run themselves: what a change does to whoever connects in the middle of it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.js';
import { tryToxiproxy } from '../../src/run/conductor/network.js';
import { tryOut } from '../../src/run/conductor/healthy/try-out.js';
import { openFronts } from '../../src/run/proxy/fronts.js';
import { freePorts, planOf } from '../support/attached-run.js';
import { ASK, networkRunner, ROW, scenarioOf, type Runner } from '../support/network-run.js';
import { specOf } from '../support/subjects.js';

let runner: Runner;
beforeAll(async () => {
  runner = await networkRunner();
});
afterAll(() => runner.close());

function withDb(network: readonly object[]): object {
  return scenarioOf(
    { network },
    {
      proxies: runner.db.proxies,
      journeys: { ask: ASK, row: ROW },
    },
  );
}

async function standing(plan: Plan) {
  const fronts = await openFronts({
    ...{ plan, mocks: new Map(), bind: '127.0.0.1', advertise: null, clock: performance, toxiproxy: null },
    note: () => Promise.reject(new Error('nothing is made elsewhere')),
    onConnection: () => undefined,
  });
  const [window] = plan.network;
  if (window === undefined) throw new Error('the plan hurts nothing');
  return { fronts, window, port: fronts.addresses.get('db')?.port ?? 0 };
}

/** Whether somebody let it in. */
function isLetIn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** What is said to a ping; empty where the connection breaks first. */
function answerOf(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('ping'));
    socket.on('data', (said) => {
      socket.destroy();
      resolve(said.toString());
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(''));
  });
}

describe('a proxy that is recycled', () => {
  it('lets everybody in all the while', async () => {
    const plan = planOf(withDb([{ on: 'db', toxic: 'noop', recycle: true }]), 1);
    const { fronts, port, window } = await standing(plan);
    try {
      const change = { isOver: false };
      const turns = (async () => {
        for (let turn = 0; turn < 25; turn += 1) {
          await fronts.open(window);
          await fronts.close(window);
        }
        change.isOver = true;
      })();
      const refused: number[] = [];
      for (let tried = 0; !change.isOver; tried += 1) if (!(await isLetIn(port))) refused.push(tried);
      await turns;
      expect(refused).toEqual([]);
    } finally {
      await fronts.end();
    }
  });
});

describe('a toxic for the first connections', () => {
  it('meets only so many of those that come while it is open', async () => {
    const plan = planOf(withDb([{ on: 'db', toxic: 'refuse', connections: 3 }]), 1);
    const { fronts, port, window } = await standing(plan);
    try {
      const answers: string[] = [await answerOf(port)];
      await fronts.open(window);
      for (let turn = 0; turn < 5; turn += 1) answers.push(await answerOf(port));
      await fronts.close(window);
      expect(answers).toEqual(['pong', '', '', '', 'pong', 'pong']);
      expect(fronts.facts()).toMatchObject([{ carried: 3 }]);
    } finally {
      await fronts.end();
    }
  });
});

describe('an app that does not live without its dependency', () => {
  it('is tried out with a proxy in front of it, as in a run', async () => {
    const spec = specOf({ start: runner.start, cwd: runner.folder, env: { IDLE: 'yes' } });
    const { signal } = new AbortController();
    const tried = await tryOut(
      { plan: planOf(withDb([{ on: 'db', toxic: 'down' }]), 1), spec, signal, iOwnThisTarget: false },
      () => undefined,
    );
    expect(tried.routing).toMatchObject([{ upstream: 'claude', state: 'proven' }]);
  });
});

/** Answers as a Toxiproxy in another network namespace: its proxies listen, but not here. */
async function elsewhere(): Promise<{
  readonly url: string;
  readonly made: Map<string, object>;
  close(): void;
}> {
  const [port = 0] = await freePorts(1);
  const made = new Map<string, object>();
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (piece) => (body += String(piece)));
    req.on('end', () => {
      const told = (said: unknown): unknown =>
        res.setHeader('content-type', 'application/json').end(JSON.stringify(said));
      const name = req.url?.split('/')[2] ?? '';
      if (req.url === '/version') return told({ version: '2.12.0' });
      if (req.method === 'DELETE') return told({ gone: made.delete(name) });
      if (req.method === 'GET') return told(Object.fromEntries(made));
      const proxy = { ...(JSON.parse(body) as { name: string }), listen: `127.0.0.1:${port}`, toxics: [] };
      made.set(proxy.name, proxy);
      return told(proxy);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    made,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('a Toxiproxy with a loopback of its own', () => {
  it('is told from one that shares ours, before anything starts, and keeps nothing of ours', async () => {
    const server = await elsewhere();
    const plan = planOf(withDb([{ on: 'db', toxic: 'noop' }]), 1);
    await expect(tryToxiproxy(plan, server.url)).rejects.toMatchObject({
      code: 'toxiproxy-elsewhere',
      message: expect.stringContaining('another loopback') as unknown,
    });
    await expect(
      runner.play({ scenario: withDb([{ on: 'db', toxic: 'noop' }]), toxiproxy: server.url }),
    ).rejects.toMatchObject({ code: 'toxiproxy-elsewhere' });
    expect([...server.made.keys()]).toEqual([]);
    server.close();
  });
});

describe('a server that is no Toxiproxy', () => {
  it.each([
    ['answers whatever it is asked', 200],
    ['sends every call on', 302],
  ])('and %s is told from one', async (_, status) => {
    const server = createServer(({ url, headers }, res) => {
      const location = `http://${String(headers.host)}/landed`;
      const landed = url === '/landed' ? 200 : status;
      res.writeHead(landed, { 'content-type': 'application/json', location }).end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const plan = planOf(withDb([{ on: 'db', toxic: 'noop' }]), 1);
    await expect(tryToxiproxy(plan, url)).rejects.toMatchObject({
      code: 'toxiproxy',
      ending: 'not-testable',
      message: expect.stringContaining('what it answered is no proxy') as unknown,
    });
    server.closeAllConnections();
    server.close();
  });
});
