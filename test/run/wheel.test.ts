import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { alarmOf, startWheel, type Alarm, type Wheel } from '../../src/run/wheel.js';

let now = 0;
let wheel: Wheel;
let precise: Wheel;
let rung: { readonly name: string; readonly at: number; readonly due: number }[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] });
  now = 0;
  rung = [];
  const clock = { now: () => now };
  wheel = startWheel(clock);
  precise = startWheel(clock, 'precise');
});

afterEach(() => {
  wheel.close();
  precise.close();
  vi.useRealTimers();
});

function alarm(name: string, then: (own: Alarm) => void = () => undefined): Alarm {
  const own = alarmOf((at) => {
    rung.push({ name, at, due: own.due });
    then(own);
  });
  return own;
}

const names = (): readonly string[] => rung.map(({ name }) => name);

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

test('alarms ring in the order of their times, whatever the order in which they were set', () => {
  wheel.set(alarm('c'), 30);
  precise.set(alarm('a'), 10);
  wheel.set(alarm('b'), 20);
  pass(40);
  expect(names()).toEqual(['a', 'b', 'c']);
  expect([wheel.size, precise.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
});

test('nothing rings before its time, though every timer fires too early', () => {
  for (const due of [3.4, 5, 5.9, 12.2]) wheel.set(alarm('early'), due);
  pass(30, 0.9);
  expect(rung).toHaveLength(4);
  expect(rung.filter(({ at, due }) => at < due)).toEqual([]);
});

test('whoever is rung may set itself and others', () => {
  const again = alarm('again', (own) => {
    if (rung.length < 3) wheel.set(own, own.due + 4);
    else wheel.set(alarm('another'), own.due + 4);
  });
  wheel.set(again, 4);
  pass(30);
  expect(names()).toEqual(['again', 'again', 'again', 'another']);
});

test('an earlier alarm does not wait for a later one that was set before', () => {
  wheel.set(alarm('late'), 1000);
  pass(5);
  wheel.set(alarm('soon'), 10);
  pass(6);
  expect(names()).toEqual(['soon']);
});

test('what came due while others were rung is rung before it sleeps', () => {
  wheel.set(
    alarm('slow', () => (now += 3)),
    5,
  );
  wheel.set(alarm('next'), 7);
  pass(5);
  expect(names()).toEqual(['slow', 'next']);
});

test('whoever is due again and again lets others have their turn', () => {
  const busy = alarm('busy', (own) => {
    now += 2;
    if (rung.length < 100) wheel.set(own, now);
  });
  wheel.set(busy, 1);
  now = 1;
  vi.advanceTimersByTime(1);
  // Rung at 1, 3 and 5; at 7 the 5 ms of the turn are over.
  expect(rung.map(({ at }) => at)).toEqual([1, 3, 5]);
  vi.advanceTimersToNextTimer();
  expect(rung.map(({ at }) => at)).toEqual([1, 3, 5, 7, 9, 11]);
});

test('an alarm that is moved rings once, at its new time', () => {
  const one = alarm('moved');
  wheel.set(one, 5);
  wheel.set(one, 12);
  pass(8);
  expect(rung).toEqual([]);
  pass(12);
  expect(rung).toHaveLength(1);
});

test('an alarm that is cleared never rings, and nothing is left to wait for', () => {
  const one = alarm('cleared');
  wheel.set(one, 5);
  wheel.clear(one);
  expect(vi.getTimerCount()).toBe(0);
  pass(10);
  expect(rung).toEqual([]);
});

test('clearing what is not set leaves the others their timer', () => {
  wheel.set(alarm('other'), 5);
  wheel.clear(alarm('never set'));
  pass(6);
  expect(names()).toEqual(['other']);
});

test('a wait beyond what timers can hold is taken in steps', () => {
  wheel.set(alarm('far'), 2 ** 33);
  now = 60_000;
  vi.advanceTimersByTime(60_000);
  expect([rung.length, vi.getTimerCount()]).toEqual([0, 1]);
  now = 2 ** 33;
  vi.advanceTimersByTime(60_000);
  expect(rung).toHaveLength(1);
});

test('a closed wheel holds no timer and no alarm', () => {
  wheel.set(alarm('a'), 5);
  precise.set(alarm('b'), 0.5);
  wheel.close();
  precise.close();
  expect([wheel.size, precise.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
});

test('a precise wheel looks at the clock awake at the end, so that no timer makes it late', async () => {
  vi.useRealTimers();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  precise.set(alarm('exact'), 10.3);
  now = 9.5;
  vi.advanceTimersByTime(9);
  now = 10.2;
  await turn();
  expect([rung.length, vi.getTimerCount()]).toEqual([0, 0]);
  now = 10.3;
  await turn();
  expect(rung).toEqual([{ name: 'exact', at: 10.3, due: 10.3 }]);
});
