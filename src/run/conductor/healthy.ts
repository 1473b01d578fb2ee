/** The app behind healthy mocks, outside of any run: to learn it, to check it, to measure what it can bear. */
import type { AttemptRow } from '../../model/event.js';
import type { Plan } from '../../model/plan.js';
import type { SubjectSpec } from '../../model/scenario.js';
import type { Clock } from '../../model/units.js';
import type { Mocks, Subject } from '../contract.js';
import { startMocks } from '../mock/mocks.js';
import { openInbounds, type InboundBook } from '../record/open-inbounds.js';
import { subjectEnvironment } from '../subject/environment.js';
import { attachSubject, startSubject } from '../subject/start.js';
import { runClock } from './clock.js';

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
  readonly subject: Subject;
  readonly inbounds: InboundBook;
  /** Every attempt that has ended, as it ended. */
  readonly attempts: readonly AttemptRow[];
  /** How long the app took until it was ready. */
  readonly readyIn: number;
  close(): Promise<void>;
}

const REMEMBER = 60_000;

export async function bringUpHealthy(options: HealthyOptions): Promise<Healthy> {
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
  try {
    const asked = performance.now();
    const subject = await startBehind(mocks, options);
    const close = async (): Promise<void> => {
      await subject.stop();
      await mocks.close();
    };
    return { clock, mocks, subject, inbounds, attempts, readyIn: performance.now() - asked, close };
  } catch (error) {
    await mocks.close();
    throw error;
  }
}

export async function startBehind(
  { addresses, traps }: Pick<Mocks, 'addresses' | 'traps'>,
  options: HealthyOptions,
): Promise<Subject> {
  const { spec, signal, plan, iOwnThisTarget } = options;
  if (spec.start === null) return attachSubject({ spec, signal, iOwnThisTarget });
  const env = subjectEnvironment({ plan, addresses, traps });
  return startSubject({ spec, env, signal, iOwnThisTarget });
}
