/**
 * The retry policy of the official SDKs, in few lines: @anthropic-ai/sdk 1.10.0 and openai 6.49.0 have
 * the same engine and differ only in what they take for a wait. A conformance test holds it to them.
 */
export type Vendor = 'anthropic' | 'openai';

export const MAX_RETRIES = 2;

/** Until the head: SDKs allow 10 minutes, but `fetch` in Node gives up after 5. */
export const HEAD_TIMEOUT = 300_000;

const LONGEST_TIMER = 2 ** 31 - 1;

type Headers = Readonly<Record<string, string>>;

export function isRetried(status: number, headers: Headers): boolean {
  const asked = headers['x-should-retry'];
  if (asked === 'true' || asked === 'false') return asked === 'true';
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** Milliseconds before the retry after `retries` retries; `chance` from 0 to 1, `now` in ms since 1970. */
export function waitBefore(
  vendor: Vendor,
  headers: Headers,
  { retries, chance, now }: { readonly retries: number; readonly chance: number; readonly now: number },
): number {
  const asked = askedWait(headers, now);
  if (asked === undefined) return backoff(retries, chance);
  if (vendor === 'anthropic') return asked > 0 && asked <= LONGEST_TIMER ? asked : backoff(retries, chance);
  // openai 6.49 hands whatever it read to a timer, which runs at once for anything it can't hold.
  return asked > 0 && asked <= LONGEST_TIMER ? asked : 0;
}

function askedWait(headers: Headers, now: number): number | undefined {
  const ms = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (ms !== 0 && !Number.isNaN(ms)) return ms;
  const header = headers['retry-after'] ?? '';
  if (header === '') return Number.isNaN(ms) ? undefined : ms;
  const seconds = Number.parseFloat(header);
  return Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1_000;
}

// 0.5 s doubled, at most 8 s, less up to a quarter.
function backoff(retries: number, chance: number): number {
  return Math.min(500 * 2 ** retries, 8_000) * (1 - 0.25 * chance);
}
