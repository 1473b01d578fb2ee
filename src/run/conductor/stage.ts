/** What the stations of a run hand on to one another. */
import type { Plan } from '../../model/plan.js';
import type { RunFacts } from '../../model/record.js';
import type { SubjectSpec } from '../../model/scenario.js';
import type { OpenJournal } from '../record/journal.js';
import type { InboundBook } from '../record/open-inbounds.js';
import type { RunClock } from './clock.js';
import type { Pulse } from './health.js';
import type { Observer } from './observe.js';

export interface Conducted {
  readonly plan: Plan;
  readonly subject: SubjectSpec;
  readonly subjectName: string | null;
  /** The run's own folder. */
  readonly folder: string;
  readonly version: string;
  readonly signal: AbortSignal;
  /** Allows a target that is not on this machine. */
  readonly iOwnThisTarget: boolean;
  /** Our own share of a latency: measured now, known from the run before, or not known (null). */
  readonly floor: RunFacts['floor'] | 'measure';
  readonly observe: Observer;
}

export interface Stage extends Conducted {
  readonly clock: RunClock;
  readonly journal: OpenJournal;
  readonly inbounds: InboundBook;
  readonly pulse: Pulse;
  readonly startedAt: string;
  /** Ends what was started, last started first. */
  readonly undo: (() => Promise<void>)[];
}
