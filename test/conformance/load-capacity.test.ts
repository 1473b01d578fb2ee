import { afterEach, describe, expect, it } from 'vitest';
import { BrownoutError } from '../../src/model/problem.js';
import { calibrate } from '../../src/run/load/calibrate.js';
import { measureFloor } from '../../src/run/load/floor.js';
import { serveApp, type App } from '../support/app.js';
import { clockFromNow, openPlan } from '../support/driven.js';
import { journeyOf } from '../support/record.js';

const signal = new AbortController().signal;

let app: App | null = null;
afterEach(() => app?.close());

const plan = openPlan({ perSecond: 1, length: 1_000, plan: { journeys: [journeyOf()] } });

/** Answers `places` at a time, each after `time`; the others wait their turn. */
function limited(places: number, time: number): Parameters<typeof serveApp>[0] {
  let busy = 0;
  const waiting: (() => void)[] = [];
  return (_, response) => {
    const begin = (): void => {
      busy += 1;
      setTimeout(() => {
        busy -= 1;
        response.end('{"answer":"ok"}');
        waiting.shift()?.();
      }, time);
    };
    if (busy < places) begin();
    else waiting.push(begin);
  };
}

describe('the capacity of an app', () => {
  it('is what it answers in a second when more users bring no more: its places over their time', async () => {
    app = await serveApp(limited(8, 40));
    const { capacity, how } = await calibrate({
      target: app.url,
      plan,
      seconds: 8,
      clock: clockFromNow(),
      signal,
    });
    // 8 places of 40 ms are 200 a second at the most; how much a busy machine takes of it, nobody knows.
    expect(capacity).toBeLessThanOrEqual(220);
    expect(how).toMatch(/^autocannon, closed loop: \d+ users/);
  });

  it('can not be told of an app that gives no good answer', async () => {
    app = await serveApp((_, response) => {
      response.writeHead(500);
      response.end();
    });
    const attempt = calibrate({ target: app.url, plan, seconds: 2, clock: clockFromNow(), signal });
    await expect(attempt).rejects.toBeInstanceOf(BrownoutError);
    await expect(attempt).rejects.toMatchObject({ ending: 'not-testable' });
  });

  it('is no longer asked for once somebody wants it to end', async () => {
    const stopped = new AbortController();
    app = await serveApp(() => stopped.abort());
    // It would take ten seconds; the clock stands still, so that only the signal can end it.
    const clock = { ...clockFromNow(), now: () => 0 };
    const attempt = calibrate({ target: app.url, plan, seconds: 10, clock, signal: stopped.signal });
    await expect(attempt).rejects.toBeInstanceOf(BrownoutError);
  });

  it('comes to an end with an app that hangs', async () => {
    app = await serveApp(() => undefined);
    const attempt = calibrate({ target: app.url, plan, seconds: 1, clock: clockFromNow(), signal });
    await expect(attempt).rejects.toMatchObject({ code: 'no-capacity' });
  });
});

describe('our own share of a latency', () => {
  it('has a median that is no more than its worst hundredth, or is not known on a busy machine', async () => {
    const floor = await measureFloor();
    const { p50, p99 } = floor ?? { p50: 1, p99: 1 };
    expect(p50).toBeGreaterThan(0);
    expect(p99).toBeGreaterThanOrEqual(p50);
  });
});
