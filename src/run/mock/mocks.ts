/** The mock upstreams of one run: one listener for each, and a trap for every other provider. */
import { invariant } from '../../kit/invariant.js';
import { providerById, providers } from '../../catalog/providers/shelf.js';
import type { Provider } from '../../catalog/providers/provider.js';
import type { Upstream } from '../../model/scenario.js';
import type { MockOptions, Mocks } from '../contract.js';
import { startWheel } from '../wheel.js';
import { deskOf, type Desk } from './desk.js';
import { ledgerOf, type Ledger } from './ledger.js';
import { listen, type Listener, type ListenerOptions } from './listener.js';
import { play, playAside, type Running, type Theatre } from './play.js';
import { trapOf, type Trap } from './trap.js';

export async function startMocks(options: MockOptions): Promise<Mocks> {
  const { plan, clock } = options;
  const ledger = ledgerOfRun(options);
  const desks = desksOf(options, ledger);
  const traps = strangers(options).map((provider) => trapOf(provider, plan.seed));
  const stage = { clock, wheel: startWheel(clock, plan.delays), ledger, running: new Set<Running>() };
  const doors = await openDoors(options, [
    ...plan.upstreams.map(({ name, port }) => {
      const title = `the mock of "${name}"`;
      return { key: name, title, port, ...served(deskAt(desks, name), stage) };
    }),
    ...traps.map((trap) => trapDoor(trap, stage)),
  ]);
  const addressOf = (key: string) => doorAt(doors, key).address;
  return {
    addresses: new Map(plan.upstreams.map(({ name }) => [name, addressOf(name)])),
    traps: new Map(traps.map(({ provider }) => [provider.id, addressOf(trapKey(provider))])),
    findMinted: ledger.findMinted,
    calls: (upstream) => desks.get(upstream)?.calls() ?? 0,
    sideCalls: (upstream) => desks.get(upstream)?.sideCalls() ?? 0,
    trapped: () => traps.map((trap) => ({ provider: trap.provider.id, calls: trap.calls() })),
    windows: () => [...desks.values()].flatMap((desk) => desk.windows.facts()),
    openAttempts: () => ledger.open(),
    close: async () => {
      for (const running of [...stage.running]) running.close();
      stage.wheel.close();
      await closeAll([...doors.values()]);
    },
  };
}

type Door = Pick<ListenerOptions, 'title' | 'port' | 'onRequest' | 'onTooLarge'> & { readonly key: string };

/** All of them, or none. */
async function openDoors(
  { bind, advertise }: MockOptions,
  doors: readonly Door[],
): Promise<ReadonlyMap<string, Listener>> {
  const opened = new Map<string, Listener>();
  try {
    for (const { key, ...door } of doors) opened.set(key, await listen({ bind, advertise, ...door }));
    return opened;
  } catch (error) {
    await closeAll([...opened.values()]);
    throw error;
  }
}

async function closeAll(listeners: readonly Listener[]): Promise<void> {
  await Promise.all(listeners.map((listener) => listener.close()));
}

function doorAt(doors: ReadonlyMap<string, Listener>, key: string): Listener {
  const door = doors.get(key);
  invariant(door !== undefined, `no listener was opened for ${key}`);
  return door;
}

function deskAt(desks: ReadonlyMap<string, Desk>, name: string): Desk {
  const desk = desks.get(name);
  invariant(desk !== undefined, `there is no upstream ${name}`);
  return desk;
}

export function ledgerOfRun(options: MockOptions): Ledger {
  const { plan, clock } = options;
  const upstreams = plan.upstreams.map(({ name }) => name);
  return ledgerOf({ seed: plan.seed, upstreams, clock, onAttempt: (row) => options.onAttempt(row) });
}

export function desksOf(options: MockOptions, ledger: Ledger): ReadonlyMap<string, Desk> {
  const { plan, clock, inbounds, limits } = options;
  const desks = plan.upstreams.map((upstream, place): [string, Desk] => {
    const provider = providerById(upstream.provider);
    invariant(
      provider !== undefined,
      `the plan names a provider that isn't on the shelf: ${upstream.provider}`,
    );
    const isPlanned = limits === 'as-planned';
    const desk = deskOf({
      cohorts: plan.cohorts,
      seed: plan.seed,
      upstream: isPlanned ? upstream : unlimited(upstream),
      place,
      provider,
      windows: isPlanned ? plan.windows.filter(({ on }) => on === upstream.name) : [],
      clock,
      inbounds,
      ledger,
    });
    return [upstream.name, desk];
  });
  return new Map(desks);
}

function unlimited(upstream: Upstream): Upstream {
  return {
    ...upstream,
    capacity: { kind: 'unlimited' },
    quota: { requestsPerMinute: null, tokensPerMinute: null, countsFailures: true },
  };
}

/** Providers that the plan doesn't name. */
function strangers({ plan }: MockOptions): readonly Provider[] {
  const named = new Set(plan.upstreams.map(({ provider }) => provider));
  return providers.filter(({ id }) => !named.has(id));
}

export const TOO_LARGE = {
  reason: 'status',
  status: 413,
  retryAfter: { kind: 'absent' },
  message: null,
} as const;

type Stage = Omit<Theatre, 'servers'>;

function served(desk: Desk, stage: Stage): Pick<Door, 'onRequest' | 'onTooLarge'> {
  const theatre = { ...stage, servers: desk.servers };
  return {
    onRequest: (request, res) => {
      const decision = desk.decide(request);
      if (decision.kind === 'side') playAside(decision.plan, res, theatre);
      else play(decision, res, theatre);
    },
    onTooLarge: (request, res) => play(desk.refused(request, TOO_LARGE), res, theatre),
  };
}

function trapDoor(trap: Trap, stage: Stage): Door {
  const spring: Door['onRequest'] = (_, res) => playAside(trap.plan(), res, stage);
  const { provider } = trap;
  const title = `the trap for ${provider.title}`;
  return { key: trapKey(provider), title, port: 0, onRequest: spring, onTooLarge: spring };
}

/** No upstream's name has a space. */
function trapKey({ id }: Provider): string {
  return `trap ${id}`;
}
