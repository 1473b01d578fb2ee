/** The proxies of a run themselves: what a change does to whoever connects in the middle of it. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.js';
import { tryOut } from '../../src/run/conductor/try-out.js';
import { openFronts } from '../../src/run/proxy/fronts.js';
import { planOf } from '../support/attached-run.js';
import {
  ASK,
  dependency,
  networkRunner,
  ROW,
  scenarioOf,
  type Dependency,
  type Runner,
} from '../support/network-run.js';
import { specOf } from '../support/subjects.js';

let runner: Runner;
let db: Dependency;
beforeAll(async () => {
  [runner, db] = await Promise.all([networkRunner(), dependency()]);
});
afterAll(() => Promise.all([runner.close(), db.close()]));

function withDb(network: readonly object[]): object {
  return scenarioOf(
    { network },
    {
      proxies: { db: { upstream: db.address, env: { DB: '{{host}}:{{port}}' } } },
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
