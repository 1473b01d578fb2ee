/** The mocks alone, for an app that somebody else starts: healthy, or playing their scenario once. */
import type { Plan } from '../../model/plan.js';
import type { Address } from '../contract.js';
import { startMocks } from '../mock/mocks.js';
import { openInbounds } from '../record/open-inbounds.js';
import { subjectEnvironment } from '../subject/environment.js';
import { runClock } from './clock.js';
import type { Observer } from './observe.js';
import { followTimeline } from './timeline.js';

export interface StandOptions {
  readonly plan: Plan;
  /** True: the phases begin at once. False: no fault ever opens. */
  readonly isPlayed: boolean;
  readonly bind: string;
  readonly observe: Observer;
}

export interface Stand {
  /** What an app must have in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly addresses: ReadonlyMap<string, Address>;
  calls(upstream: string): number;
  close(): Promise<void>;
}

const REMEMBER = 60_000;

export async function standMocks({ plan, isPlayed, bind, observe }: StandOptions): Promise<Stand> {
  const clock = runClock();
  const inbounds = openInbounds({ journeyOf: () => '', remember: REMEMBER });
  const mocks = await startMocks({
    plan,
    clock,
    inbounds,
    bind,
    advertise: null,
    limits: 'as-planned',
    onAttempt: () => undefined,
  });
  if (isPlayed) clock.begin();
  const unfollow = isPlayed
    ? followTimeline(plan, clock, ({ at, kind, phase, window }) => {
        if (phase !== null) observe({ kind: 'phase', at, phase });
        if (window !== null) observe({ kind: 'window', at, window, isOpen: kind === 'opens' });
      })
    : () => undefined;
  return {
    env: subjectEnvironment({ plan, addresses: mocks.addresses, traps: mocks.traps }),
    addresses: mocks.addresses,
    calls: (upstream) => mocks.calls(upstream),
    close: async () => {
      unfollow();
      await mocks.close();
    },
  };
}
