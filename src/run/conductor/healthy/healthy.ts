/** The app behind healthy mocks, outside of any run: to learn it, to check it, to measure what it can bear. */
import type { AttemptRow } from '../../../model/event.js';
import type { Plan } from '../../../model/plan.js';
import type { SubjectSpec } from '../../../model/scenario.js';
import type { Clock } from '../../../model/units.js';
import type { Address, Mocks, Subject } from '../../contract.js';
import { startMocks } from '../../mock/mocks.js';
import { openInbounds, type InboundBook } from '../../record/open-inbounds.js';
import { subjectEnvironment } from '../../subject/environment.js';
import { attachSubject, startSubject } from '../../subject/start.js';
import { runClock } from '../clock.js';
import { doorsOf, openNetwork } from '../network.js';
import { ownTarget } from '../preflight/own-target.js';

export interface HealthyOptions {
  /** Its windows and limits are left out. */
  readonly plan: Plan;
  readonly spec: SubjectSpec;
  readonly signal: AbortSignal;
  /** Allows a target that is not on this machine. */
  readonly iOwnThisTarget: boolean;
}

export interface Healthy {
  readonly clock: Clock;
  readonly mocks: Mocks;
  /** What the app was told: the mocks, and the proxies of its dependencies. */
  readonly doors: ReadonlyMap<string, Address>;
  readonly subject: Subject;
  readonly inbounds: InboundBook;
  /** Every attempt that has ended, as it ended. */
  readonly attempts: readonly AttemptRow[];
  /** How long the app took until it was ready. */
  readonly readyIn: number;
  close(): Promise<void>;
}

const REMEMBER = 60_000;

export async function bringUpHealthy(asked: HealthyOptions): Promise<Healthy> {
  const options = { ...asked, spec: await ownTarget(asked.spec, asked.iOwnThisTarget) };
  const { plan } = options;
  const clock = runClock();
  clock.begin();
  const inbounds = openInbounds({ journeyOf: () => '', remember: REMEMBER });
  const attempts: AttemptRow[] = [];
  const onAttempt = (row: AttemptRow): void => void attempts.push(row);
  const mocks = await startMocks({
    plan,
    clock,
    inbounds,
    bind: '127.0.0.1',
    advertise: null,
    limits: 'none',
    onAttempt,
  });
  const undo = [() => mocks.close()];
  const close = async (): Promise<void> => {
    for (const one of undo.splice(0).reverse()) await one();
  };
  try {
    const fronts = await openNetwork({
      plan: { ...plan, network: [] },
      mocks,
      bind: '127.0.0.1',
      advertise: null,
      clock,
      toxiproxy: null,
      onConnection: () => undefined,
      // Nothing is done to a connection here.
      iOwnThisTarget: true,
    });
    if (fronts !== null) undo.push(() => fronts.end());
    const doors = doorsOf(mocks, fronts);
    const asked = performance.now();
    const subject = await startBehind({ doors, traps: mocks.traps }, options);
    undo.push(() => subject.stop());
    return { clock, mocks, doors, subject, inbounds, attempts, readyIn: performance.now() - asked, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface Told {
  readonly doors: ReadonlyMap<string, Address>;
  readonly traps: Mocks['traps'];
}

export async function startBehind({ doors, traps }: Told, options: HealthyOptions): Promise<Subject> {
  const { spec, signal, plan, iOwnThisTarget } = options;
  if (spec.start === null) return attachSubject({ spec, signal, iOwnThisTarget });
  const env = subjectEnvironment({ plan, addresses: doors, traps });
  return startSubject({ spec, env, signal, iOwnThisTarget });
}
