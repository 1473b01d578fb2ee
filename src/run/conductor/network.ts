/** The proxies of a run: opened between mocks and subject, told of each window, and asked in the end what they saw. */
import { randomUUID } from 'node:crypto';
import type { ConnectionRow } from '../../model/event.js';
import type { Plan } from '../../model/plan.js';
import { BrownoutError } from '../../model/problem.js';
import type { ProxySpec } from '../../model/scenario.js';
import type { Address, Fronts, Mocks } from '../contract.js';
import { isOnThisMachine } from '../subject/here.js';
import { noteMark } from '../subject/sweep.js';
import type { RunClock } from './clock.js';
import { resolved } from './resolved.js';

export interface NetworkOptions {
  readonly plan: Plan;
  readonly mocks: Mocks;
  readonly bind: string;
  readonly clock: RunClock;
  readonly toxiproxy: string | null;
  /** Allows a dependency that is not on this machine. */
  readonly iOwnThisTarget: boolean;
  readonly onConnection: (row: ConnectionRow) => void;
}

/** What it says by variables is looked up. */
export function addressed(proxy: ProxySpec): ProxySpec {
  const { upstream, listen } = proxy;
  return { ...proxy, upstream: resolved(upstream), listen: listen === null ? null : resolved(listen) };
}

/** A fault of the network would reach whoever else uses that database: why a run refuses it, or null. */
export async function foreignDependency({ name, upstream }: ProxySpec): Promise<BrownoutError | null> {
  const address = `http://${upstream}`;
  if (URL.canParse(address) && (await isOnThisMachine(new URL(address)))) return null;
  return new BrownoutError({
    code: 'foreign-dependency',
    ending: 'usage',
    message: `the dependency "${name}" at ${upstream} is not on this machine`,
    hints: [
      'Only connections through our proxy are hurt, but they are real ones, and so is what is done on them.',
      'If it is yours to hurt:  --i-own-this-target',
    ],
  });
}

async function refuseForeign(proxy: ProxySpec): Promise<void> {
  const foreign = await foreignDependency(proxy);
  if (foreign !== null) throw foreign;
}

/** Null where the plan leaves the network alone. */
export async function openNetwork(options: NetworkOptions): Promise<Fronts | null> {
  const { mocks, bind, clock, toxiproxy, onConnection } = options;
  if (options.plan.network.length === 0 && options.plan.proxies.length === 0) return null;
  const plan = { ...options.plan, proxies: options.plan.proxies.map(addressed) };
  if (!options.iOwnThisTarget) await Promise.all(plan.proxies.map(refuseForeign));
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
