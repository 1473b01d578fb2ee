/** A limiter of the app’s own, told from what comes by chance and from bulkheads and breakers. */
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/kit/random.js';
import type { AttemptRow, ResponseRow } from '../../../src/model/event.js';
import type { RunRecord } from '../../../src/model/record.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { attempt, PHASES, phaseOf, recordOf, response } from '../../support/record.js';

interface App {
  /** When a user who is due then may call; null turns them away. */
  callAt(due: number, took: number): number | null;
}

const CLOSES = 100_000;

/** Users by chance, 8 a second at first and 20 from 20 to 60 s; answers of 500 to 1500 ms. */
function surge(
  app: App,
  seed = 1,
  took: (share: number) => number = (share) => 500 + 1_000 * share,
): RunRecord {
  const next = randomOf(seed).at('users').sequence();
  const responses: ResponseRow[] = [];
  const attempts: AttemptRow[] = [];
  for (let due = 0; ;) {
    const perSecond = due >= 20_000 && due < 60_000 ? 20 : 8;
    due += (-Math.log(1 - next()) * 1_000) / perSecond;
    if (due >= CLOSES) return recordOf({ responses, attempts });
    const inbound = responses.length;
    const lasts = took(next());
    const started = app.callAt(due, lasts);
    responses.push(response({ inbound, due, ended: (started ?? due) + (started === null ? 2 : lasts) }));
    if (started !== null) attempts.push(attempt({ id: inbound, inbound, started, ended: started + lasts }));
  }
}

/** A place in the queue every 100 ms: 10 a second. */
function limiter(holds = Infinity): App {
  let free = 0;
  return {
    callAt: (due) => {
      const at = Math.max(due, free);
      if (at - due > holds * 100) return null;
      free = at + 100;
      return at;
    },
  };
}

/** So many calls at once; who comes later waits for the first that ends. */
function semaphore(limit: number): App {
  const ends: number[] = Array.from({ length: limit }, () => 0);
  return {
    callAt: (due, took) => {
      ends.sort((a, b) => a - b);
      const at = Math.max(due, ends.shift() ?? 0);
      ends.push(at + took);
      return at;
    },
  };
}

const open: App = { callAt: (due) => due };
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed + 1);

describe('attempt-ceiling', () => {
  it('is the calls a second that a limiter lets through, whether users wait or are turned away', () => {
    for (const app of [limiter(), limiter(20)]) {
      const reading = read(surge(app), 'attempt-ceiling');
      expect(Math.abs(valueOf(reading) - 10)).toBeLessThan(0.2);
    }
  });

  it('is never seen among calls that come by chance', () => {
    for (const seed of SEEDS)
      expect(whyNot(read(surge(open, seed), 'attempt-ceiling'))).toMatch(/never flat/);
  });

  it('is never seen where some users need no call, by chance', () => {
    for (const seed of SEEDS) {
      const next = randomOf(seed).at('saved').sequence();
      const saving: App = { callAt: (due) => (due > 20_000 && next() < 0.5 ? null : due) };
      expect(whyNot(read(surge(saving, seed), 'attempt-ceiling'))).toMatch(/never flat/);
    }
  });

  it('is not taken from a bulkhead with a queue, whose calls are flat too where all take as long', () => {
    const reading = read(
      surge(semaphore(10), 1, () => 1_000),
      'attempt-ceiling',
    );
    expect(whyNot(reading)).toMatch(/as many calls were open all the while/);
    for (const seed of SEEDS)
      expect(read(surge(semaphore(10), seed), 'attempt-ceiling').state).toBe('unmeasured');
  });

  it('is not taken from the probes of a breaker', () => {
    const probing = limiter();
    let last = -Infinity;
    const breaker: App = {
      callAt: (due, took) => {
        if (due < 20_000 || due > 60_000) return probing.callAt(due, took);
        if (due - last < 1_000) return null;
        last = due - (due % 1_000);
        return due;
      },
    };
    expect(read(surge(breaker), 'attempt-ceiling').state).toBe('unmeasured');
  });

  it('is not taken from users who come by the clock', () => {
    const responses = Array.from({ length: 2_000 }, (_, inbound) =>
      response({ inbound, due: inbound * 50, ended: inbound * 50 + 100 }),
    );
    const halved = responses
      .filter(({ inbound, due }) => due < 20_000 || inbound % 2 === 0)
      .map(({ inbound, due }) => attempt({ id: inbound, inbound, started: due }));
    expect(whyNot(read(recordOf({ responses, attempts: halved }), 'attempt-ceiling'))).toMatch(/so evenly/);
  });

  it('needs ten seconds and a baseline', () => {
    const brief = surge(limiter());
    const short = [
      PHASES[0] ?? phaseOf('baseline', 'baseline', 0, 20_000),
      phaseOf('outage', 'outage', 20_000, 29_000),
    ];
    const plan = { ...brief.plan, phases: short };
    expect(read({ ...brief, plan }, 'attempt-ceiling').state).toBe('unmeasured');
    expect(whyNot(read({ ...brief, attempts: [] }, 'attempt-ceiling'))).toMatch(/no call at baseline/);
  });
});

describe('ceiling-wait', () => {
  it('is how long users queue under it', () => {
    // Twenty a second come and ten go, so that who comes t later waits for t: 20 s in the middle of the 40.
    const waits = read(surge(limiter()), 'ceiling-wait', { quantile: 0.5 });
    expect(Math.abs(valueOf(waits) - 20_000)).toBeLessThan(2_500);
    // A queue of twenty is 2 s long.
    const short = read(surge(limiter(20)), 'ceiling-wait', { quantile: 0.5 });
    expect(Math.abs(valueOf(short) - 1_950)).toBeLessThan(150);
  });

  it('can’t be told without one', () => {
    expect(whyNot(read(surge(open), 'ceiling-wait'))).toMatch(/never flat/);
  });
});
