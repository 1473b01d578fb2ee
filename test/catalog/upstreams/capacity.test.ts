import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Capacity } from '../../../src/model/scenario.js';
import { serversOf, type Job, type Servers } from '../../../src/catalog/upstreams/capacity.js';

function limited(concurrent: number, queue: number, waste = true): Capacity {
  return { kind: 'limited', concurrent, queue, waste, declared: true };
}

/** A job that writes its name down when it is started. */
function job(name: number, started: number[]): Job {
  return { start: () => void started.push(name) };
}

describe('a provider with limits', () => {
  test('works on so many calls at once, and starts the others in the order in which they came', () => {
    const servers = serversOf(limited(2, 2));
    const started: number[] = [];
    const jobs = [0, 1, 2, 3].map((name) => job(name, started));
    for (const one of jobs) servers.admit(one);
    expect(started).toEqual([0, 1]);
    for (const one of [jobs[1], jobs[0]]) if (one) servers.done(one);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  test('is full when servers and line are, and not before', () => {
    const servers = serversOf(limited(1, 1));
    const jobs = [0, 1].map((name) => job(name, []));
    const full = jobs.map((one) => {
      const before = servers.isFull();
      servers.admit(one);
      return before;
    });
    expect([...full, servers.isFull()]).toEqual([false, false, true]);
  });

  test('goes on working for a caller that left, where work is wasted', () => {
    const servers = serversOf(limited(1, 1, true));
    const started: number[] = [];
    const [first, second] = [job(0, started), job(1, started)];
    servers.admit(first);
    servers.admit(second);
    servers.left(first);
    servers.left(second);
    expect(servers.isFull()).toBe(true);
    servers.done(first);
    expect(started).toEqual([0, 1]);
  });

  test('drops the work of a caller that left, where none is wasted', () => {
    const servers = serversOf(limited(1, 2, false));
    const started: number[] = [];
    const [first, second, third] = [job(0, started), job(1, started), job(2, started)];
    for (const one of [first, second, third]) servers.admit(one);
    servers.left(second);
    servers.left(first);
    expect(started).toEqual([0, 2]);
    servers.done(first);
    expect(servers.busy()).toBe(1);
  });
});

test('an unlimited provider is never full', () => {
  const servers = serversOf({ kind: 'unlimited' });
  const started: number[] = [];
  for (let name = 0; name < 1000; name += 1) servers.admit(job(name, started));
  expect([servers.isFull(), started.length]).toEqual([false, 1000]);
});

test('with a fixed time of service, call k of a crowd ends after ceil(k / servers) services', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 60 }), (concurrent, crowd) => {
      const ends = endsOfCrowd(serversOf(limited(concurrent, crowd)), crowd, 10);
      expect(ends).toEqual(Array.from({ length: crowd }, (_, k) => Math.ceil((k + 1) / concurrent) * 10));
    }),
  );
});

test('servers and line never hold more than they may, whoever comes and goes', () => {
  const step = fc.record({ does: fc.constantFrom('admit', 'done', 'left'), who: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(step), fc.boolean(), (steps, waste) => {
      const servers = serversOf(limited(3, 4, waste));
      const jobs: Job[] = [];
      let admitted = 0;
      const started: number[] = [];
      for (const { does, who } of steps) {
        const one = jobs[who % Math.max(1, jobs.length)];
        if (does === 'admit' && !servers.isFull()) {
          const next = job((admitted += 1), started);
          jobs.push(next);
          servers.admit(next);
        } else if (one !== undefined && does !== 'admit') servers[does === 'done' ? 'done' : 'left'](one);
        expect(servers.busy()).toBeLessThanOrEqual(3);
        expect(servers.waiting()).toBeLessThanOrEqual(4);
        if (servers.waiting() > 0) expect(servers.busy()).toBe(3);
      }
      expect(new Set(started).size).toBe(started.length);
      expect(started).toEqual(started.toSorted((a, b) => a - b));
    }),
  );
});

/** When each of a crowd that comes at once is done, in a time of our own. */
function endsOfCrowd(servers: Servers, crowd: number, service: number): readonly number[] {
  const ends = new Array<number>(crowd).fill(0);
  const due: { at: number; job: Job }[] = [];
  let now = 0;
  for (let name = 0; name < crowd; name += 1) {
    const one: Job = {
      start: () => {
        ends[name] = now + service;
        due.push({ at: now + service, job: one });
      },
    };
    servers.admit(one);
  }
  for (let next = due.shift(); next !== undefined; next = due.shift()) {
    now = next.at;
    servers.done(next.job);
  }
  return ends;
}
