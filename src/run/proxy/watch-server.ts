/** Whether the Toxiproxy of somebody else is still there. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Remote } from './remote.js';

const LOOK_EVERY = 1_000;

/** A server that dies takes every connection with it, which no plan asked for. */
export function watchServer(remote: Remote): {
  /** Resolves to why, once it no longer answers. */
  readonly lost: Promise<Error>;
  readonly end: () => Promise<void>;
} {
  const ended = new AbortController();
  const lost = new Promise<Error>((resolve) => {
    const look = async (): Promise<void> => {
      while (!ended.signal.aborted) {
        await sleep(LOOK_EVERY, undefined, { signal: ended.signal, ref: false });
        await remote.ping();
      }
    };
    look().catch((cause: unknown) => {
      if (!ended.signal.aborted) resolve(cause instanceof Error ? cause : new Error(String(cause)));
    });
  });
  return {
    lost,
    end: () => {
      ended.abort();
      return Promise.resolve();
    },
  };
}
