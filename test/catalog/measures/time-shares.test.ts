import { describe, expect, it } from 'vitest';
import { timeShares } from '../../../src/catalog/measures/derived/time-shares.js';
import { measureById } from '../../../src/catalog/measures/shelf.js';
import { viewOf } from '../../../src/catalog/measures/view.js';
import { attempt, recordOf, response } from '../../support/record.js';

const DUE = 1_000;

function shares(spans: readonly (readonly [number, number])[], took = 1_000) {
  const attempts = spans.map(([from, to], index) =>
    attempt({ id: index + 1, inbound: 7, started: DUE + from, ended: DUE + to }),
  );
  const responses = [response({ inbound: 7, due: DUE, ended: DUE + took })];
  const { providers, app } = timeShares(viewOf(recordOf({ responses, attempts })), { phase: 'baseline' });
  return { providers: [...providers], app: [...app] };
}

describe('whose a latency is', () => {
  it.each<[string, (readonly [number, number])[], number]>([
    ['no call', [], 0],
    ['one call', [[100, 900]], 800],
    [
      'two, one after the other',
      [
        [100, 300],
        [500, 900],
      ],
      600,
    ],
    [
      'two side by side',
      [
        [100, 600],
        [300, 900],
      ],
      800,
    ],
    [
      'one within another',
      [
        [100, 900],
        [300, 500],
      ],
      800,
    ],
    ['one that goes on after the user has gone', [[100, 5_000]], 900],
    ['one that was open before the user came', [[-500, 400]], 400],
  ])('%s', (_, spans, providers) => {
    expect(shares(spans)).toEqual({ providers: [providers], app: [1_000 - providers] });
  });

  it('is not shared out where the user gave up', () => {
    const responses = [response({ inbound: 1, due: DUE, end: 'deadline', class: 'hang' })];
    const { providers, app } = timeShares(viewOf(recordOf({ responses })), { phase: 'baseline' });
    expect([providers.length, app.length]).toEqual([0, 0]);
  });

  it('is measured apart for both', () => {
    const view = viewOf(recordOf({ responses: [] }));
    for (const id of ['provider-time', 'app-time']) {
      const scope = { phase: 'baseline', upstream: null, journey: null };
      expect(measureById(id)?.measure(view, scope, 0.5).state).toBe('unmeasured');
    }
  });
});
