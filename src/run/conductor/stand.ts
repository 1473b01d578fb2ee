/** Mocks and proxies alone, for an app that somebody else starts: healthy, or playing their scenario once. */
import type { Plan } from '../../model/plan.js';
import type { Address } from '../contract.js';
import { openInbounds } from '../record/open-inbounds.js';
import { subjectEnvironment } from '../subject/environment.js';
import { undoAll, type Undo } from '../undo.js';
import { runClock, type RunClock } from './clock.js';
import { openDoors, type Doors } from './doors.js';
import type { Observer } from './observe.js';
import { followTimeline } from './timeline.js';

export interface StandOptions {
  readonly plan: Plan;
  /** True: the phases begin at once. False: no fault ever opens. */
  readonly isPlayed: boolean;
  /** Allows to hurt a dependency that is not on this machine. */
  readonly iOwnThisTarget: boolean;
  readonly bind: string;
  readonly advertise: string | null;
  readonly toxiproxy: string | null;
  readonly observe: Observer;
}

export interface Stand {
  /** What an app must have in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly addresses: ReadonlyMap<string, Address>;
  calls(upstream: string): number;
  /** Those to a dependency that have ended; null behind a Toxiproxy of somebody else. */
  connections(proxy: string): number | null;
  close(): Promise<void>;
}

const REMEMBER = 60_000;

export async function standMocks(options: StandOptions): Promise<Stand> {
  const { plan, isPlayed, iOwnThisTarget, toxiproxy } = options;
  const clock = runClock();
  const connections = new Map<string, number>();
  const undo: Undo = [];
  const { mocks, fronts, addresses } = await openDoors(
    {
      ...options,
      clock,
      inbounds: openInbounds({ journeyOf: () => '', remember: REMEMBER }),
      limits: 'as-planned',
      // Nothing is done to a connection until it is played.
      iOwnThisTarget: iOwnThisTarget || !isPlayed,
      onAttempt: () => undefined,
      onConnection: ({ proxy }) => connections.set(proxy, (connections.get(proxy) ?? 0) + 1),
    },
    undo,
  ).catch(async (cause: unknown) => {
    await undoAll(undo);
    throw cause;
  });
  const stop = isPlayed ? playOnce(options, clock, fronts) : () => undefined;
  return {
    env: subjectEnvironment({ plan, addresses, traps: mocks.traps }),
    addresses,
    calls: (upstream) => mocks.calls(upstream),
    connections: (proxy) => (toxiproxy === null ? (connections.get(proxy) ?? 0) : null),
    close: () => {
      stop();
      return undoAll(undo);
    },
  };
}

/** What it returns stops it. */
function playOnce({ plan, observe }: StandOptions, clock: RunClock, fronts: Doors['fronts']): () => void {
  clock.begin();
  return followTimeline(plan, clock, ({ at, kind, phase, window }) => {
    if (phase !== null) observe({ kind: 'phase', at, phase });
    if (window === null) return;
    const isOpen = kind === 'opens';
    observe({ kind: 'window', at, window, isOpen });
    // Whoever stands beside sees a server that no longer obeys by its silence; there is no run to stop.
    if ('toxic' in window) void fronts?.[isOpen ? 'open' : 'close'](window).catch(() => undefined);
  });
}
