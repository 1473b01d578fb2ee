/** What providers bore, and what they had to expect. */
import type { Millis } from '../../../model/units.js';
import { countWithin, fullestSecond, placeOf, type Peak, type Starts } from './calls.js';
import type { Stretch } from './stretch.js';
import type { RecordView } from '../view.js';

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

/** For every second of the phases the fullest second that begins in it, of the worst upstream. */
export function fullestBySecond(
  view: RecordView,
  phase: string | null,
  upstream: string | null,
): readonly number[] {
  const all = upstreamsOf(view, upstream).map((name) => view.starts(name));
  return view.phases(phase).flatMap((stretch) => {
    const fullest = Array.from({ length: Math.ceil((stretch.closes - stretch.opens) / 1000) }, () => 0);
    for (const starts of all) raise(fullest, starts, stretch);
    return fullest;
  });
}

function raise(fullest: number[], starts: Starts, { opens, closes }: Stretch): void {
  const end = placeOf(starts, closes);
  let right = placeOf(starts, opens);
  for (let left = right; left < end; left += 1) {
    const at = starts[left] ?? 0;
    while (right < end && (starts[right] ?? 0) < at + 1000) right += 1;
    const second = Math.floor((at - opens) / 1000);
    fullest[second] = Math.max(fullest[second] ?? 0, right - left);
  }
}

function upstreamsOf(view: RecordView, upstream: string | null): readonly string[] {
  return upstream === null ? view.record.plan.upstreams.map(({ name }) => name) : [upstream];
}
