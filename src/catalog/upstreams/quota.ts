/**
 * Requests and tokens a minute, as the vendors keep them: buckets that fill steadily. OpenAI says of
 * itself that refused requests count too. Simplified: a call is charged for its tokens in and out when
 * it comes, as if its answer were known.
 */
import { bucketOf, type Bucket } from '../faults/bucket.js';
import type { LimitState } from '../providers/provider.js';
import type { Quota } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';

export interface Meter {
  /** Charges a call; null where it may go on, else the time until it could. */
  charge(at: Millis, tokens: number): Millis | null;
  /** A call that was charged got no answer: it costs nothing where failures don't count. */
  failed(tokens: number): void;
  /** As of the last charge; null where nothing is limited. */
  limits(): LimitState | null;
}

export function meterOf({ requestsPerMinute, tokensPerMinute, countsFailures }: Quota): Meter {
  const requests = requestsPerMinute === null ? null : perMinute(requestsPerMinute);
  const tokens = tokensPerMinute === null ? null : perMinute(tokensPerMinute);
  const gauges: Gauge[] = [];
  if (requests !== null) gauges.push({ bucket: requests, cost: () => 1 });
  if (tokens !== null) gauges.push({ bucket: tokens, cost: (count) => count });
  if (gauges.length === 0) return UNMETERED;
  return {
    charge: (at, count) => {
      const lacking = gauges.filter(({ bucket, cost }) => !bucket.take(at, cost(count)));
      if (lacking.length === 0) return null;
      const wait = Math.max(...lacking.map(({ bucket, cost }) => bucket.freeIn(cost(count))));
      if (countsFailures) for (const { bucket, cost } of lacking) bucket.drain(cost(count));
      else
        giveBack(
          gauges.filter((gauge) => !lacking.includes(gauge)),
          count,
        );
      return wait;
    },
    failed: (count) => {
      if (!countsFailures) giveBack(gauges, count);
    },
    limits: () => ({ requests: requests?.gauge() ?? null, tokens: tokens?.gauge() ?? null }),
  };
}

interface Gauge {
  readonly bucket: Bucket;
  readonly cost: (tokens: number) => number;
}

function giveBack(gauges: readonly Gauge[], tokens: number): void {
  for (const { bucket, cost } of gauges) bucket.giveBack(cost(tokens));
}

const UNMETERED: Meter = { charge: () => null, failed: () => undefined, limits: () => null };

function perMinute(count: number): Bucket {
  return bucketOf({ perSecond: count / 60, holds: Math.max(1, count) });
}
