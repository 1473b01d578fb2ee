import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTimers, type Alarm, type Timers } from '../../../src/run/proxy/timers.js';

let now = 0;
let timers: Timers;
let rung: { readonly name: string; readonly at: number }[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] });
  now = 0;
  rung = [];
  timers = startTimers({ now: () => now });
});

afterEach(() => {
  timers.close();
  vi.useRealTimers();
});

function alarm(name: string, then: () => void = () => undefined): Alarm {
  return {
    due: 0,
    place: -1,
    isExact: false,
    ring: () => {
      rung.push({ name, at: now });
      then();
    },
  };
}

/** `early`: by how much a timer fires before its time, as Node's do. */
function pass(ms: number, early = 0): void {
  for (let step = 0; step < ms * 10; step += 1) {
    now = Math.round((now + 0.1) * 10) / 10;
    const real = now;
    now = Math.max(0, now - early);
    vi.advanceTimersByTime(step % 10 === 9 ? 1 : 0);
    now = real;
  }
}

test('alarms ring in the order of their times, exact ones and others', () => {
  for (const [name, due, isExact] of [
    ['c', 30, false],
    ['a', 10, true],
    ['b', 20, false],
  ] as const)
    timers.set(alarm(name), due, isExact);
  pass(40);
  expect(rung.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(timers.size).toBe(0);
});

test('nothing rings before its time, though every timer fires too early', () => {
  for (const due of [3.4, 5, 5.9, 12.2]) timers.set(alarm(String(due)), due, false);
  pass(30, 0.9);
  expect(rung).toHaveLength(4);
  expect(rung.filter(({ name, at }) => at < Number(name) - 0.9)).toEqual([]);
});

test('an exact alarm is polled for at the end, so that no timer makes it late', async () => {
  vi.useRealTimers();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  timers.set(alarm('exact'), 10.3, true);
  now = 9.5;
  vi.advanceTimersByTime(9);
  now = 10.2;
  await turn();
  expect([rung.length, vi.getTimerCount()]).toEqual([0, 0]);
  now = 10.3;
  await turn();
  expect(rung).toEqual([{ name: 'exact', at: 10.3 }]);
});

test('an alarm that is moved rings once, at its new time', () => {
  const one = alarm('moved');
  timers.set(one, 5, false);
  timers.set(one, 12, true);
  pass(8);
  expect(rung).toEqual([]);
  pass(12);
  expect(rung).toHaveLength(1);
});

test('an alarm that is cleared never rings, and nothing is left to wait for', () => {
  const one = alarm('cleared');
  timers.set(one, 5, false);
  timers.clear(one);
  expect(vi.getTimerCount()).toBe(0);
  pass(10);
  expect(rung).toEqual([]);
});

test('whoever is rung may set alarms again', () => {
  const one: Alarm = alarm('again', () => {
    if (rung.length < 3) timers.set(one, now + 4, false);
  });
  timers.set(one, 4, false);
  pass(30);
  expect(rung).toHaveLength(3);
});

test('a wait beyond what timers can hold is taken in steps', () => {
  timers.set(alarm('far'), 2 ** 33, false);
  now = 60_000;
  vi.advanceTimersByTime(60_000);
  expect(rung).toEqual([]);
  expect(vi.getTimerCount()).toBe(1);
  now = 2 ** 33;
  vi.advanceTimersByTime(60_000);
  expect(rung).toHaveLength(1);
});

test('closing forgets all of them', () => {
  timers.set(alarm('a'), 5, false);
  timers.set(alarm('b'), 0.5, true);
  timers.close();
  expect(vi.getTimerCount()).toBe(0);
  expect(timers.size).toBe(0);
});
