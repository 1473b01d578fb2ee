import { once } from 'node:events';
import { expect, it } from 'vitest';
import { sideBySide } from '../../src/entry/side-by-side.js';
import { warningsOf } from '../support/warnings.js';

const signal = new AbortController().signal;
const soon = (): Promise<void> => Promise.resolve();

it('gives back in the order of the turns, and never plays more than it may', async () => {
  let playing = 0;
  let most = 0;
  const play = async (at: number): Promise<number> => {
    playing += 1;
    most = Math.max(most, playing);
    for (let left = 7 - at; left > 0; left -= 1) await soon();
    playing -= 1;
    return at * 10;
  };
  expect(await sideBySide({ count: 5, atOnce: 2, signal, play })).toEqual([0, 10, 20, 30, 40]);
  expect(most).toBe(2);
});

it('begins nothing after a failure, and waits for what was begun', async () => {
  const ended: number[] = [];
  const play = async (at: number): Promise<void> => {
    if (at === 0) throw new Error('the first');
    for (let left = 20; left > 0; left -= 1) await soon();
    ended.push(at);
  };
  await expect(sideBySide({ count: 9, atOnce: 2, signal, play })).rejects.toThrow('the first');
  expect(ended).toEqual([1]);
});

it('begins nothing once it was stopped', async () => {
  const stopping = new AbortController();
  const play = (at: number): Promise<number> => {
    stopping.abort();
    return Promise.resolve(at);
  };
  expect(await sideBySide({ count: 4, atOnce: 1, signal: stopping.signal, play })).toEqual([0]);
});

it('lets as many runs as it plays at once listen for a stop, and Node warns of nothing', async () => {
  const stop = new AbortController();
  let listening = 0;
  const play = async (): Promise<void> => {
    const stopped = once(stop.signal, 'abort');
    listening += 1;
    if (listening === 32) stop.abort();
    await stopped;
  };
  const all = { count: 32, atOnce: 32, signal: stop.signal, play };
  expect(await warningsOf(() => sideBySide(all))).toEqual([]);
  expect(listening).toBe(32);
});
