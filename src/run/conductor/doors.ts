/** What an app meets instead of the world: mocks of its providers, and proxies in front of them and of its dependencies. */
import type { Plan } from '../../model/plan.js';
import type { Address, Fronts, MockOptions, Mocks } from '../contract.js';
import { startMocks } from '../mock/mocks.js';
import type { Undo } from '../undo.js';
import { openNetwork, type NetworkOptions } from './network.js';

export interface DoorsOptions extends MockOptions, Omit<NetworkOptions, 'mocks'> {
  readonly clock: NetworkOptions['clock'];
}

export interface Doors {
  readonly mocks: Mocks;
  /** Null where the plan leaves the network alone. */
  readonly fronts: Fronts | null;
  /** What the app is told: the proxies, and the mocks that none stands in front of. */
  readonly addresses: ReadonlyMap<string, Address>;
}

/** Whatever is open is on `undo`, also where the rest can't be opened. */
export async function openDoors(options: DoorsOptions, undo: Undo): Promise<Doors> {
  const mocks = await startMocks({ ...options, plan: behindFronts(options.plan) });
  undo.push(() => mocks.close());
  const fronts = await openNetwork({ ...options, mocks });
  if (fronts !== null) undo.push(() => fronts.end());
  return { mocks, fronts, addresses: new Map([...mocks.addresses, ...(fronts?.addresses ?? [])]) };
}

/** Where a proxy stands in front, the mock takes any port, and the proxy the one that the subject knows. */
function behindFronts(plan: Plan): Plan {
  const hurt = new Set(plan.network.map(({ on }) => on));
  const upstreams = plan.upstreams.map((one) => (hurt.has(one.name) ? { ...one, port: 0 } : one));
  return { ...plan, upstreams };
}
