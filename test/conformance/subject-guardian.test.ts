import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { removeOf } from '../../src/run/conductor/sweep.js';
import { startOf } from '../../src/run/subject/processes.js';
import { startSubject } from '../../src/run/subject/start.js';
import { leftovers, noteMark, sweep } from '../../src/run/subject/sweep.js';
import { freePorts } from '../support/attached-run.js';
import { LISTENS, specOf, workshop, type Workshop } from '../support/subjects.js';

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop();
});
afterAll(() => shop.close());

const never = new AbortController().signal;
const pause = (ms: number) => new Promise((next) => setTimeout(next, ms));

/** A process that has ended but that nobody has asked after is no process any more. */
async function isAlive(pid: number): Promise<boolean> {
  return (await startOf(pid)) !== null;
}

/** A number that a program writes when it is up. */
async function numberIn(path: string): Promise<number> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text.endsWith('\n')) return Number(text);
    await pause(20);
  }
}

async function gone(pid: number): Promise<true> {
  while (await isAlive(pid)) await pause(20);
  return true;
}

const WRITES_PID = (name: string) => `
import { writeFileSync } from 'node:fs';
writeFileSync('${name}.pid', process.pid + '\\n');
`;

describe('the end of a subject', () => {
  it('takes its children along, those that left its group and those that do not want to', async () => {
    await shop.program(
      'stubborn',
      `${WRITES_PID('stubborn')}\nprocess.on('SIGTERM', () => {});\nsetInterval(() => {}, 1000);`,
    );
    const command = await shop.program(
      'forks',
      `${LISTENS}
      import { spawn } from 'node:child_process';
      // Detached: a session and a group of its own, as a daemon makes for itself.
      spawn(process.execPath, ['stubborn.mjs'], { detached: true, stdio: 'ignore' }).unref();`,
    );
    const subject = await startSubject({
      spec: specOf({ start: command, cwd: shop.folder }),
      env: {},
      signal: never,
      iOwnThisTarget: false,
    });
    const child = await numberIn(join(shop.folder, 'stubborn.pid'));
    expect(await isAlive(child)).toBe(true);
    await subject.stop();
    expect(await isAlive(child)).toBe(false);
  });

  it('takes along a child that outlived its parent', async () => {
    await shop.program('orphan', `${WRITES_PID('orphan')}\nsetInterval(() => {}, 1000);`);
    const command = await shop.program(
      'leaves',
      `${LISTENS}
      import { spawn } from 'node:child_process';
      spawn(process.execPath, ['orphan.mjs'], { detached: true, stdio: 'ignore' }).unref();
      server.on('request', (request) => request.url === '/die' && process.exit(1));`,
    );
    const subject = await startSubject({
      spec: specOf({ start: command, cwd: shop.folder }),
      env: {},
      signal: never,
      iOwnThisTarget: false,
    });
    const child = await numberIn(join(shop.folder, 'orphan.pid'));
    void import('node:http').then(({ get }) =>
      get(new URL('/die', subject.url)).on('error', () => undefined),
    );
    await subject.died;
    await subject.stop();
    expect(await isAlive(child)).toBe(false);
  });

  it('comes by its guardian when we are killed', async () => {
    const command = await shop.program('kept', `${WRITES_PID('kept')}\n${LISTENS}`);
    const start = fileURLToPath(new URL('../../dist/run/subject/start.js', import.meta.url));
    const spec = specOf({ start: command, cwd: shop.folder });
    await shop.program(
      'owner',
      `import { startSubject } from ${JSON.stringify(start)};
      await startSubject({ spec: ${JSON.stringify(spec)}, env: {}, signal: new AbortController().signal, iOwnThisTarget: false });
      console.log('up');
      setInterval(() => {}, 1000);`,
    );
    const owner = spawn(process.execPath, ['owner.mjs'], {
      cwd: shop.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((up, down) => {
      owner.stdout.once('data', up);
      owner.once('exit', () => down(new Error('the owner ended too early')));
    });
    const subject = await numberIn(join(shop.folder, 'kept.pid'));
    expect(await isAlive(subject)).toBe(true);
    owner.kill('SIGKILL');
    expect(await gone(subject)).toBe(true);
  });
});

describe('the sweep', () => {
  const mark = randomUUID();
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  async function inHome(test: (home: string) => Promise<void>) {
    const home = await mkdtemp(join(tmpdir(), 'brownout-sweep-'));
    try {
      await test(home);
    } finally {
      await rm(home, { recursive: true });
    }
  }

  /** A process that carries a mark, as a subject of a run does. */
  async function marked(name: string, carried: string): Promise<number> {
    await shop.program(name, `${WRITES_PID(name)}\nsetInterval(() => {}, 1000);`);
    const child = spawn(process.execPath, [`${name}.mjs`], {
      cwd: shop.folder,
      env: { BROWNOUT_RUN: carried },
      stdio: 'ignore',
    });
    started.push(child);
    return child.pid ?? 0;
  }

  it('ends what carries the mark of a dead run, and nothing else', async () => {
    await inHome(async (home) => {
      const left = await marked('left', mark);
      const other = await marked('other', randomUUID());
      await numberIn(join(shop.folder, 'other.pid'));
      await numberIn(join(shop.folder, 'left.pid'));
      // The owner's pid lives, but with another start: it was given away again.
      const note = { mark, owner: { pid: process.pid, started: 'long ago' } };
      await writeFile(join(home, `${mark}.json`), JSON.stringify(note));
      expect(await leftovers(home)).toEqual([{ mark, pids: [left], proxies: null }]);
      expect(await sweep(() => Promise.resolve(0), home)).toBe(1);
      await gone(left);
      expect(await isAlive(other)).toBe(true);
      expect(await readdir(home)).toEqual([]);
    });
  });

  it('asks for the proxies of a dead run to be removed, and asks again when their server was away', async () => {
    await inHome(async (home) => {
      const proxies = { url: 'http://127.0.0.1:8474', prefix: 'brownout-0123456789ab-1790000000-' };
      const note = { mark, owner: { pid: process.pid, started: 'long ago' }, proxies };
      await writeFile(join(home, `${mark}.json`), JSON.stringify(note));
      expect(await sweep(() => Promise.reject(new Error('away')), home)).toBe(0);
      expect(await readdir(home)).toEqual([`${mark}.json`]);
      const asked: unknown[] = [];
      const remove = (theirs: unknown): Promise<number> => Promise.resolve(asked.push(theirs) + 1);
      expect(await sweep(remove, home)).toBe(2);
      expect(asked).toEqual([proxies]);
      expect(await readdir(home)).toEqual([]);
    });
  });

  it('forgets proxies past their time when their server is away, and no others', async () => {
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const prefixOf = (seconds: number): string => `brownout-0123456789ab-${seconds}-`;
    const soon = Math.ceil(Date.now() / 1000) + 600;
    expect(await removeOf({ url, prefix: prefixOf(1_790_000_000) })).toBe(0);
    await expect(removeOf({ url, prefix: prefixOf(soon) })).rejects.toMatchObject({
      code: expect.any(String) as unknown,
    });
  });

  it('tells the processes of several dead runs apart', async () => {
    await inHome(async (home) => {
      const marks = [randomUUID(), randomUUID(), randomUUID()];
      const pids = [await marked('first', marks[0] ?? ''), await marked('second', marks[1] ?? '')];
      await Promise.all(['first', 'second'].map((name) => numberIn(join(shop.folder, `${name}.pid`))));
      for (const each of marks) {
        const note = { mark: each, owner: { pid: process.pid, started: 'long ago' } };
        await writeFile(join(home, `${each}.json`), JSON.stringify(note));
      }
      const found = new Map((await leftovers(home)).map((one) => [one.mark, one.pids]));
      expect(marks.map((each) => found.get(each))).toEqual([[pids[0]], [pids[1]], []]);
      expect(await sweep(() => Promise.resolve(0), home)).toBe(2);
      expect(await readdir(home)).toEqual([]);
    });
  });

  it("believes no note that would remove everybody's proxies", async () => {
    await inHome(async (home) => {
      const proxies = { url: 'http://127.0.0.1:8474', prefix: '' };
      const note = { mark, owner: { pid: process.pid, started: 'long ago' }, proxies };
      await writeFile(join(home, `${mark}.json`), JSON.stringify(note));
      expect(await sweep(() => Promise.resolve(9), home)).toBe(0);
    });
  });

  it('leaves a run alone whose owner lives', async () => {
    await inHome(async (home) => {
      const mine = await marked('mine', mark);
      await numberIn(join(shop.folder, 'mine.pid'));
      const strikeOut = await noteMark(mark, home);
      expect(await sweep(() => Promise.resolve(0), home)).toBe(0);
      expect(await isAlive(mine)).toBe(true);
      await strikeOut();
      expect(await readdir(home)).toEqual([]);
    });
  });

  it('believes no file that is not a note of ours', async () => {
    await inHome(async (home) => {
      await writeFile(join(home, 'x.json'), '{"mark":"","owner":{"pid":1,"started":""}}');
      await writeFile(join(home, 'y.json'), 'not JSON');
      expect(await sweep(() => Promise.resolve(0), home)).toBe(0);
    });
  });
});
