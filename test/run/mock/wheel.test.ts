import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startWheel, TOLERANCE, type Wheel } from '../../../src/run/mock/wheel.js';

let now = 0;
let wheel: Wheel;
const rung: { readonly name: string; readonly at: number; readonly due: number }[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  rung.length = 0;
  wheel = startWheel({ now: () => now });
});

afterEach(() => {
  wheel.close();
  vi.useRealTimers();
});

function set(name: string, due: number): void {
  wheel.set({ due, ring: (at) => void rung.push({ name, at, due }) });
}

/** Fires the timers that are due, a millisecond at a time; `early` is how far the clock lags behind them. */
function pass(ms: number, early = 0): void {
  for (let step = 1; step <= ms; step += 1) {
    now += 1;
    const real = now;
    now = Math.max(0, now - early);
    vi.advanceTimersByTime(1);
    now = real;
  }
}

test('alarms ring in the order of their times, whatever the order in which they were set', () => {
  for (const [name, due] of [
    ['c', 30],
    ['a', 10],
    ['b', 20],
  ] as const)
    set(name, due);
  pass(40);
  expect(rung.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('nothing rings before its time, though every timer fires too early', () => {
  for (const due of [3.4, 5, 5.9, 12.2]) set('early', due);
  pass(30, 0.9);
  expect(rung).toHaveLength(4);
  expect(rung.filter(({ at, due }) => at < due - TOLERANCE)).toEqual([]);
});

test('an alarm that is set while another rings gets its turn', () => {
  wheel.set({ due: 5, ring: (at) => set('next', at + 5) });
  pass(20);
  expect(rung.map(({ name }) => name)).toEqual(['next']);
});

test('an earlier alarm does not wait for a later one that was set before', () => {
  set('late', 1000);
  pass(5);
  set('soon', 10);
  pass(6);
  expect(rung.map(({ name }) => name)).toEqual(['soon']);
});

test('a closed wheel holds no timer and no alarm', () => {
  set('never', 10);
  wheel.close();
  expect([vi.getTimerCount(), wheel.size]).toEqual([0, 0]);
});

test('an empty wheel holds no timer', () => {
  set('once', 2);
  pass(5);
  expect([rung.length, vi.getTimerCount()]).toEqual([1, 0]);
});

test('a precise wheel waits the last stretch out awake, and is hardly late', async () => {
  vi.useRealTimers();
  // Each look at the clock takes its time; no timer could hit a moment between two of them.
  const precise = startWheel({ now: () => (now += 0.01) }, 'precise');
  const rang = await new Promise<number>((resolve) => precise.set({ due: 4.5, ring: resolve }));
  expect(rang).toBeGreaterThanOrEqual(4.5 - TOLERANCE);
  expect(rang).toBeLessThan(4.6);
  precise.close();
});
