import { describe, expect, it } from 'vitest';
import { measureById } from '../../../src/catalog/measures/shelf.js';
import { viewOf } from '../../../src/catalog/measures/view.js';
import type { ResponseClass } from '../../../src/model/event.js';
import type { RunRecord } from '../../../src/model/record.js';
import { HEALTHY, playRecord, type Played } from '../../support/record.js';

const outage = { phase: 'outage', upstream: null, journey: null };

function valueOf(record: RunRecord, id: string, quantile: number | null = null): number | string {
  const reading = measureById(id)?.measure(viewOf(record), outage, quantile);
  return reading?.state === 'measured' ? reading.value : (reading?.because ?? 'no such measure');
}

/** Every fourth request of the outage is played as told. */
function everyFourth(played: Partial<Played>): RunRecord {
  return playRecord((role, index) =>
    role === 'outage' && index % 4 === 0 ? { ...HEALTHY, ...played } : null,
  );
}

describe('the share of a class', () => {
  it.each<[string, ResponseClass]>([
    ['queued-share', 'queued'],
    ['static-share', 'static'],
    ['partial-share', 'partial'],
    ['honest-error-share', 'honest-error'],
  ])('%s counts its class over all requests that need the model', (id, one) => {
    expect(valueOf(everyFourth({ class: one }), id)).toBe(0.25);
    expect(
      valueOf(
        playRecord(() => null),
        id,
      ),
    ).toBe(0);
  });

  it('truncated-share counts a false success only where a call of it was cut', () => {
    const cut = [{ after: 0, took: 500, outcome: 'cut' as const }];
    expect(valueOf(everyFourth({ class: 'lie', attempts: cut }), 'truncated-share')).toBe(0.25);
    expect(valueOf(everyFourth({ class: 'lie' }), 'truncated-share')).toBe(0);
    expect(valueOf(everyFourth({ class: 'reset', attempts: cut }), 'truncated-share')).toBe(0);
  });
});

describe('what a provider bore', () => {
  it('excess-load sets the calls for each request against the baseline', () => {
    const tries = [0, 1, 2].map((rank) => ({ after: rank * 50, took: 40, outcome: 'http-error' as const }));
    const tripled = playRecord((role) =>
      role === 'outage' ? { class: 'honest-error', latency: 200, attempts: tries } : null,
    );
    expect(valueOf(tripled, 'excess-load')).toBeCloseTo(3, 1);
  });
});

describe('the time to the first content', () => {
  it('counts from when the request was due', () => {
    expect(valueOf(everyFourth({ latency: 1000 }), 'first-content', 0.5)).toBe(1000);
  });
});
