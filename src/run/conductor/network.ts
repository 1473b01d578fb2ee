/** The proxies of a run: opened between mocks and subject, told of each window, and asked in the end what they saw. */
import { randomUUID } from 'node:crypto';
import type { ConnectionRow } from '../../model/event.js';
import type { Plan } from '../../model/plan.js';
import { BrownoutError } from '../../model/problem.js';
import type { ProxySpec } from '../../model/scenario.js';
import type { Fronts, Mocks } from '../contract.js';
import { isOnThisMachine } from '../subject/here.js';
import { noteMark } from '../subject/sweep.js';
import { runClock, type RunClock } from './clock.js';
import { isListening } from './listening.js';
import { resolved } from '../resolved.js';

export interface NetworkOptions {
  readonly plan: Plan;
  readonly mocks: Pick<Mocks, 'addresses'>;
  readonly bind: string;
  readonly advertise: string | null;
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
  const { mocks, bind, advertise, clock, toxiproxy, onConnection } = options;
  if (options.plan.network.length === 0 && options.plan.proxies.length === 0) return null;
  const plan = { ...options.plan, proxies: options.plan.proxies.map(addressed) };
  if (!options.iOwnThisTarget) await Promise.all(plan.proxies.map(refuseForeign));
  const { openFronts } = await import('../proxy/fronts.js');
  const fronts = await openFronts({
    plan,
    mocks: mocks.addresses,
    bind,
    advertise,
    clock,
    toxiproxy,
    onConnection,
    note: (url, prefix) => noteMark(randomUUID(), undefined, { url, prefix }),
  });
  if (toxiproxy === null) return fronts;
  try {
    await proveShared(toxiproxy, fronts, advertise === null ? null : bind);
    return fronts;
  } catch (error) {
    await fronts.end();
    throw error;
  }
}

/** A server in a container, or in another network namespace, binds ports that nobody here can reach. */
async function proveShared(toxiproxy: string, { addresses }: Fronts, instead: string | null): Promise<void> {
  for (const [name, { host, port }] of addresses) {
    const here = instead ?? host;
    if (await isListening(port, here)) continue;
    throw new BrownoutError({
      code: 'toxiproxy-elsewhere',
      ending: 'not-testable',
      message: `the Toxiproxy at ${toxiproxy} made the proxy of "${name}" on ${here}:${port}, but nobody listens there: it has another loopback than we do`,
      hints: [
        'It must run on this machine and share its network: a container needs the network of the host (--network host).',
        'Without --toxiproxy and TOXIPROXY_URL, the proxy that comes with Brownout is used.',
      ],
    });
  }
}

/** Whether proxies that a run makes there can be reached from here: one is made, and taken away again. */
export async function tryToxiproxy(plan: Plan, toxiproxy: string): Promise<void> {
  const probe: ProxySpec = { name: 'probe', upstream: '127.0.0.1:9', listen: null, env: {} };
  const fronts = await openNetwork({
    plan: { ...plan, upstreams: [], proxies: [probe] },
    mocks: { addresses: new Map() },
    bind: '127.0.0.1',
    advertise: null,
    clock: runClock(),
    toxiproxy,
    iOwnThisTarget: true,
    onConnection: () => undefined,
  });
  await fronts?.end();
}
