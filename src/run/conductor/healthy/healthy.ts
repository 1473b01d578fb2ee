/** The app behind healthy mocks, outside of any run: to learn it, to check it, to measure what it can bear. */
import type { AttemptRow } from '../../../model/event.js';
import type { Plan } from '../../../model/plan.js';
import type { SubjectSpec } from '../../../model/scenario.js';
import type { Clock } from '../../../model/units.js';
import type { Subject } from '../../contract.js';
import { openInbounds, type InboundBook } from '../../record/open-inbounds.js';
import { subjectEnvironment } from '../../subject/environment.js';
import { attachSubject, startSubject } from '../../subject/start.js';
import { undoAll, type Undo } from '../../undo.js';
import { runClock } from '../clock.js';
import { openDoors, type Doors } from '../doors.js';
import { ownTarget } from '../preflight/own-target.js';

export interface HealthyOptions {
  /** Its windows and limits are left out. */
  readonly plan: Plan;
  readonly spec: SubjectSpec;
  readonly signal: AbortSignal;
  /** Allows a target that is not on this machine. */
  readonly iOwnThisTarget: boolean;
}

export interface Healthy extends Doors {
  readonly clock: Clock;
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
  const clock = runClock();
  clock.begin();
  const inbounds = openInbounds({ journeyOf: () => '', remember: REMEMBER });
  const attempts: AttemptRow[] = [];
  const undo: Undo = [];
  const close = (): Promise<void> => undoAll(undo);
  try {
    const doors = await openDoors(
      {
        ...{ plan: { ...options.plan, network: [] }, clock, inbounds, limits: 'none' },
        ...{ bind: '127.0.0.1', advertise: null, toxiproxy: null },
        // Nothing is done to a connection here.
        iOwnThisTarget: true,
        onAttempt: (row) => void attempts.push(row),
        onConnection: () => undefined,
      },
      undo,
    );
    const began = performance.now();
    const subject = await startBehind(doors, options);
    undo.push(() => subject.stop());
    return { ...doors, clock, subject, inbounds, attempts, readyIn: performance.now() - began, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Told = Pick<Doors, 'mocks' | 'addresses'>;

export async function startBehind({ mocks, addresses }: Told, options: HealthyOptions): Promise<Subject> {
  const { spec, signal, plan, iOwnThisTarget } = options;
  if (spec.start === null) return attachSubject({ spec, signal, iOwnThisTarget });
  const env = subjectEnvironment({ plan, addresses, traps: mocks.traps });
  return startSubject({ spec, env, signal, iOwnThisTarget });
}
