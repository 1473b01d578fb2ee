/** Waits until the subject answers. At / anything but an error of its own counts: many have no health route. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { excerpt } from '../../catalog/answers/redact.js';
import type { Millis } from '../../model/units.js';
import { addressAt } from '../address.js';
import { boundedBy } from '../bounded.js';

export interface ReadyOptions {
  readonly candidates: readonly URL[];
  readonly path: string;
  readonly within: Millis;
  readonly signal: AbortSignal;
}

export type Readiness =
  { readonly kind: 'ready'; readonly url: URL } | { readonly kind: 'not-ready'; readonly last: string };

const POLL_MS = 50;
const ANSWER_MS = 2_000;
const OWN_ERROR = 500;
export const NO_SUCH_PATH = 404;
export const NOBODY = 'no connection';

/** What `unready.ts` knows more about. */
export const UNTRUSTED = 'a certificate that is not trusted here';
export const NO_HTTP = 'a connection, but no answer in HTTP';
export const NO_TLS = 'a connection, but no answer in TLS';

/** Never rejects; when the signal is aborted it tells what it last saw. */
export async function untilReady(options: ReadyOptions): Promise<Readiness> {
  const until = performance.now() + options.within;
  let last = NOBODY;
  do {
    for (const url of options.candidates) {
      const seen = await look(addressAt(url, options.path), options.signal);
      if (typeof seen === 'number' && isUp(seen, options.path)) return { kind: 'ready', url };
      // That it answers, if wrongly, says more than that nobody is at the other address.
      if (typeof seen === 'number') last = `status ${seen}`;
      else if (!last.startsWith('status') && seen !== NOBODY) last = seen;
    }
    await sleep(POLL_MS, undefined, { signal: options.signal }).catch(() => undefined);
  } while (performance.now() < until && !options.signal.aborted);
  return { kind: 'not-ready', last };
}

/** A path that somebody named is there once the app is ready: until then it may be a router without its routes. */
function isUp(status: number, path: string): boolean {
  return status < OWN_ERROR && (status !== NO_SUCH_PATH || path === '/');
}

function look(url: URL, signal: AbortSignal): Promise<number | string> {
  return new Promise((resolve) => {
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const bound = boundedBy(signal, ANSWER_MS);
    const end = (seen: number | string): void => {
      bound.lift();
      resolve(seen);
    };
    const sent = open(url, { agent: false, signal: bound.signal });
    sent.on('response', (response) => {
      end(response.statusCode ?? 0);
      response.destroy();
    });
    sent.on('error', (error) => end(bound.isTimedOut() ? 'no answer within 2 s' : seenIn(error)));
    sent.end();
  });
}

/** Somebody is there, and can't be talked to. */
function seenIn(error: NodeJS.ErrnoException): string {
  const { code = '' } = error;
  if (/CERT|SELF_SIGNED|VERIFY/.test(code)) return `${UNTRUSTED} (${excerpt(error.message)})`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return NO_TLS;
  return code === 'ECONNRESET' || code.startsWith('HPE_') ? NO_HTTP : NOBODY;
}
