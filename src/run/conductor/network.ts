/** The proxies of a run: opened between mocks and subject, told of each window, and asked in the end what they saw. */
import { randomUUID } from 'node:crypto';
import type { ConnectionRow } from '../../model/event.js';
import type { Plan } from '../../model/plan.js';
import type { Address, Fronts, Mocks } from '../contract.js';
import { noteMark } from '../subject/sweep.js';
import type { RunClock } from './clock.js';

export interface NetworkOptions {
  readonly plan: Plan;
  readonly mocks: Mocks;
  readonly bind: string;
  readonly clock: RunClock;
  readonly toxiproxy: string | null;
  readonly onConnection: (row: ConnectionRow) => void;
}

/** Null where the plan leaves the network alone. */
export async function openNetwork(options: NetworkOptions): Promise<Fronts | null> {
  const { plan, mocks, bind, clock, toxiproxy, onConnection } = options;
  if (plan.network.length === 0 && plan.proxies.length === 0) return null;
  const { openFronts } = await import('../proxy/fronts.js');
  return openFronts({
    ...{ plan, mocks: mocks.addresses, bind, advertise: null, clock, toxiproxy, onConnection },
    note: (url, prefix) => noteMark(randomUUID(), undefined, { url, prefix }),
  });
}

/** Where a proxy stands in front, the mock takes any port, and the proxy the one that the subject knows. */
export function behindFronts(plan: Plan): Plan {
  const hurt = new Set(plan.network.map(({ on }) => on));
  const upstreams = plan.upstreams.map((one) => (hurt.has(one.name) ? { ...one, port: 0 } : one));
  return { ...plan, upstreams };
}

/** What the subject is told: the proxies, and the mocks that none stands in front of. */
export function doorsOf(mocks: Mocks, fronts: Fronts | null): ReadonlyMap<string, Address> {
  return new Map([...mocks.addresses, ...(fronts?.addresses ?? [])]);
}
