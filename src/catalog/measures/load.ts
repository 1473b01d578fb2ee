/** What providers bore, and what they had to expect. */
import type { Millis } from '../../model/units.js';
import { countWithin, fullestSecond, type Peak } from './calls.js';
import type { RecordView } from './view.js';

export interface Borne {
  readonly attempts: number;
  readonly requests: number;
  readonly length: Millis;
}

/** Attempts by their own start; null takes all upstreams. */
export function loadOf(view: RecordView, phase: string | null, upstream: string | null): Borne {
  const stretches = view.phases(phase);
  let attempts = 0;
  let length = 0;
  for (const { opens, closes } of stretches) {
    length += closes - opens;
    for (const name of upstreamsOf(view, upstream)) attempts += countWithin(view.starts(name), opens, closes);
  }
  return { attempts, requests: view.responses({ phase }).length, length };
}

/** What the fullest second holds by chance, over the mean, where some twenty come a second. */
const BY_CHANCE = 1.5;

/**
 * Attempts a second to expect of an app that calls as it did at baseline. Where more users come than at
 * baseline the app isn't blamed for them; where few come, chance alone fills a second, and the fullest of
 * the baseline says how far. Null without a call at baseline.
 */
export function expectedRate(view: RecordView, phase: string | null): number | null {
  const before = loadOf(view, 'baseline', null);
  if (before.attempts === 0 || before.length === 0 || before.requests === 0) return null;
  const now = loadOf(view, phase, null);
  const usersNow = now.length === 0 ? 0 : now.requests / now.length;
  const usersBefore = before.requests / before.length;
  const more = Math.max(1, usersNow / usersBefore);
  const chance = peakOf(view, 'baseline', null).count / BY_CHANCE;
  return Math.max((before.attempts / before.length) * 1000 * more, chance);
}

/** The fullest second of the worst upstream. */
export function peakOf(view: RecordView, phase: string | null, upstream: string | null): Peak {
  let peak: Peak = { count: 0, at: 0 };
  for (const { opens, closes } of view.phases(phase)) {
    for (const name of upstreamsOf(view, upstream)) {
      const found = fullestSecond(view.starts(name), opens, closes);
      if (found.count > peak.count) peak = found;
    }
  }
  return peak;
}

function upstreamsOf(view: RecordView, upstream: string | null): readonly string[] {
  return upstream === null ? view.record.plan.upstreams.map(({ name }) => name) : [upstream];
}
