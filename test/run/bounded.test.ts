import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { boundedBy } from '../../src/run/bounded.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const NEVER = new AbortController().signal;

describe('a wait that is bounded', () => {
  it('ends after its time, though nobody but the wait itself knows its signal and all else is collected', async () => {
    const waiting = waitFor(boundedBy(NEVER, 50).signal);
    const pressure = setInterval(collect, 5);
    await waiting;
    clearInterval(pressure);
  });

  it('ends with the outer signal, and says that no time ran out', async () => {
    const outer = new AbortController();
    const bound = boundedBy(outer.signal, 60_000);
    outer.abort();
    await waitFor(bound.signal);
    expect(bound.isTimedOut()).toBe(false);
  });

  it('has ended from the first where the outer signal had', () => {
    expect(boundedBy(AbortSignal.abort(), 60_000).signal.aborted).toBe(true);
  });

  it('ends no more once it is lifted', async () => {
    const outer = new AbortController();
    const bound = boundedBy(outer.signal, 5);
    bound.lift();
    outer.abort();
    await sleep(20);
    expect(bound.signal.aborted).toBe(false);
    expect(bound.isTimedOut()).toBe(false);
  });
});

function waitFor(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
