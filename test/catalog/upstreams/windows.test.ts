import { describe, expect, test } from 'vitest';
import { randomOfAttempt } from '../../../src/catalog/faults/fate.js';
import type { CallFacts } from '../../../src/catalog/faults/match.js';
import { windowsOf } from '../../../src/catalog/upstreams/windows.js';
import { SEED, window } from '../../support/mocking.js';

const call: CallFacts = {
  model: 'claude-x',
  stream: false,
  journey: 'ask',
  headers: {},
  attempt: 1,
  cohort: null,
};

function random(inbound: number) {
  return randomOfAttempt(SEED, { inbound, upstream: 'claude', attempt: 1 });
}

const overloaded = { status: 529 };

describe('a window', () => {
  test('is open from its opening to just before its close', () => {
    const windows = windowsOf([window('status', overloaded, { opens: 100, closes: 200 })]);
    const open = [99, 100, 199, 200].map((at) => windows.isAnyOpen(at));
    expect(open).toEqual([false, true, true, false]);
    expect(windows.hits(call, 200, random(1))).toEqual([]);
    expect(windows.facts()[0]?.calls).toBe(0);
  });

  test('hits its share of the calls, each by its own name', () => {
    const share = { from: 0.5, to: 0.5, over: 0 };
    const hits = () => {
      const windows = windowsOf([window('status', overloaded, { share })]);
      return Array.from({ length: 400 }, (_, inbound) => windows.hits(call, 10, random(inbound)).length);
    };
    const count = hits().reduce((sum, hit) => sum + hit, 0);
    // 400 draws at one half: 5 standard deviations are 50.
    expect(Math.abs(count - 200)).toBeLessThan(50);
    expect(hits()).toEqual(hits());
  });

  test('counts what it met, what it matched and what it changed', () => {
    const match = { model: 'claude-*', stream: null, journey: null, header: {}, attempt: null, cohort: null };
    const windows = windowsOf([window('status', overloaded, { match })]);
    for (const model of ['claude-x', 'gpt-1', 'gpt-1', 'gpt-2', 'gpt-3', 'gpt-4']) {
      const hits = windows.hits({ ...call, model }, 10, random(1));
      windows.fired(hits.map((hit) => hit.window));
    }
    expect(windows.facts()).toEqual([
      { window: 'w1', calls: 6, matched: 1, fired: 1, otherModels: ['gpt-1', 'gpt-2', 'gpt-3'] },
    ]);
  });

  test('for the first calls counts only those that match', () => {
    const match = { model: null, stream: true, journey: null, header: {}, attempt: null, cohort: null };
    const windows = windowsOf([
      window('status', overloaded, { match, schedule: { kind: 'first', calls: 2 } }),
    ]);
    const hits = [false, true, false, true, true].map(
      (stream) => windows.hits({ ...call, stream }, 10, random(1)).length,
    );
    expect(hits).toEqual([0, 1, 0, 1, 0]);
    expect(windows.facts()[0]?.matched).toBe(2);
  });

  test('lets go what it holds only if it says so', () => {
    const windows = windowsOf([
      window('hang', {}, { id: 'w1', closes: 500 }),
      window('hang', {}, { id: 'w2', closes: 700, release: true }),
    ]);
    expect([windows.releasedAt(['w1']), windows.releasedAt(['w1', 'w2'])]).toEqual([null, 700]);
  });
});

test('who is to fail with a cohort is hit by its window alone, whatever else is open', () => {
  const match = { model: null, stream: null, journey: null, header: {}, attempt: null, cohort: 'c1' };
  const windows = windowsOf([
    window('status', overloaded),
    window('status', overloaded, { id: 'w2', match, together: 500 }),
  ]);
  const hits = (cohort: string | null) =>
    windows.hits({ ...call, cohort }, 100, random(1)).map((hit) => hit.window);
  expect(hits(null)).toEqual(['w1']);
  expect(hits('c1')).toEqual(['w2']);
  expect(windows.togetherAt(['w2'])).toBe(500);
  expect(windows.togetherAt(['w1'])).toBeNull();
});
