/** Hears what comes in at the mocks, beside them: to answer, they needn't know who asks, nor for what in vain. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Address } from '../../contract.js';

const STARTED = 'http.server.request.start';

/** What it returns ends the hearing. */
export function hearRequests(
  addresses: ReadonlyMap<string, Address>,
  note: (upstream: string, request: IncomingMessage) => void,
): () => void {
  const nameAt = new Map([...addresses].map(([name, { port }]) => [port, name]));
  const listener = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    const name = nameAt.get(request.socket.localPort ?? 0);
    if (name !== undefined) note(name, request);
  };
  subscribe(STARTED, listener);
  return () => void unsubscribe(STARTED, listener);
}
