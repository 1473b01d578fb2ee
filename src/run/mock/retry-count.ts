/** SDKs made by Stainless number their own tries, which tells their retries from those of the app around them. */
import type { WireRequest } from '../../model/wire.js';

const HEADER = 'x-stainless-retry-count';
const COUNT = /^\d{1,4}$/;

export function retryCountOf(headers: WireRequest['headers']): number | null {
  const said = headers[HEADER];
  return typeof said === 'string' && COUNT.test(said) ? Number(said) : null;
}
