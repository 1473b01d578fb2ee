/** A record, indexed once for all measures. What is asked for twice is kept; nothing is built unasked. */
import { ByNumber } from '../../kit/by-number.js';
import type { AttemptRow, ResponseRow } from '../../model/event.js';
import type { Scope } from '../../model/measurement.js';
import type { PlannedPhase } from '../../model/plan.js';
import type { RunRecord } from '../../model/record.js';
import type { Journey, Role } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';
import { callsOf, startsByUpstream, type Call, type Starts } from './calls.js';
import { causedBy, type Caused } from './caused.js';

export interface RecordView {
  readonly record: RunRecord;
  journey(name: string): Journey | undefined;
  roleOf(phase: string): Role | undefined;
  /** A role means all its phases; null means all there are. */
  phases(named: string | null): readonly PlannedPhase[];
  /**
   * Responses that were due in the phases: of the journey named, else of all that need the model. Those of
   * the baseline that a fault reached all the same, because they were slow, are left out, as are those that
   * were open when the network was first hurt. Nobody of a cohort is among them: what we made fail at once
   * is no sample of what users get.
   */
  responses(scope: Partial<Scope>): readonly ResponseRow[];
  /** Responses of journeys that need no model. */
  bystanders(scope: Partial<Scope>): readonly ResponseRow[];
  /** Responses of a cohort's users, those left out that were never sent. */
  cohort(id: string): readonly ResponseRow[];
  response(inbound: number): ResponseRow | undefined;
  /** Attempts that an ordinary user caused; their phase and journey are those of the inbound. */
  attempts(scope: Partial<Scope>): readonly AttemptRow[];
  /** The same, grouped: attempts for one step of one inbound at one upstream, in order. */
  calls(scope: Partial<Scope>): readonly Call[];
  attemptsOf(inbound: number): readonly AttemptRow[];
  /** When attempts at an upstream started, whoever caused them, if it was no cohort of ours. */
  starts(upstream: string): Starts;
  /** True for a response that was still open, too young to be called a hang: what it would have been isn't known. */
  isOpen(row: ResponseRow): boolean;
  deadlineOf(journey: string): Millis;
}

export function viewOf(record: RunRecord): RecordView {
  return new IndexedRecord(record);
}

const ROLES: readonly string[] = ['baseline', 'outage', 'recovery'];

class IndexedRecord implements RecordView {
  readonly record: RunRecord;
  private readonly journeys: ReadonlyMap<string, Journey>;
  private readonly roles: ReadonlyMap<string, Role>;
  private readonly byInbound = new ByNumber<ResponseRow>();
  private readonly caused: Caused;
  private readonly kept = new Map<string, unknown>();

  constructor(record: RunRecord) {
    this.record = record;
    this.journeys = new Map(record.plan.journeys.map((journey) => [journey.name, journey]));
    this.roles = new Map(record.plan.phases.map(({ name, role }) => [name, role]));
    for (const row of record.responses) this.byInbound.set(row.inbound, row);
    this.caused = causedBy(record.attempts);
  }

  journey(name: string): Journey | undefined {
    return this.journeys.get(name);
  }

  roleOf(phase: string): Role | undefined {
    return this.roles.get(phase);
  }

  phases(named: string | null): readonly PlannedPhase[] {
    const { phases } = this.record.plan;
    if (named === null) return phases;
    if (ROLES.includes(named)) return phases.filter(({ role }) => role === named);
    return phases.filter(({ name }) => name === named);
  }

  responses({ phase = null, journey = null }: Partial<Scope>): readonly ResponseRow[] {
    return this.keep(`responses ${String(phase)} ${String(journey)}`, () =>
      this.due(phase, (row) =>
        journey === null ? this.journeys.get(row.journey)?.needsModel === true : row.journey === journey,
      ),
    );
  }

  bystanders({ phase = null, journey = null }: Partial<Scope>): readonly ResponseRow[] {
    return this.keep(`bystanders ${String(phase)} ${String(journey)}`, () =>
      this.due(
        phase,
        (row) =>
          this.journeys.get(row.journey)?.needsModel === false &&
          (journey === null || row.journey === journey),
      ),
    );
  }

  cohort(id: string): readonly ResponseRow[] {
    return this.keep(`cohort ${id}`, () =>
      this.record.responses.filter((row) => row.cohort === id && row.end !== 'unsent'),
    );
  }

  response(inbound: number): ResponseRow | undefined {
    return this.byInbound.get(inbound);
  }

  attempts(scope: Partial<Scope>): readonly AttemptRow[] {
    const { phase = null, journey = null, upstream = null } = scope;
    return this.keep(`attempts ${String(phase)} ${String(journey)} ${String(upstream)}`, () =>
      this.ordinary().filter(this.takes(scope)),
    );
  }

  calls(scope: Partial<Scope>): readonly Call[] {
    const { phase = null, journey = null, upstream = null } = scope;
    // All attempts of a call are one inbound's at one upstream, so a scope takes calls as a whole.
    const all = this.keep('calls', () => callsOf(this.attempts({})));
    if (phase === null && journey === null && upstream === null) return all;
    return this.keep(`calls ${String(phase)} ${String(journey)} ${String(upstream)}`, () => {
      const takes = this.takes(scope);
      return all.filter(({ first }) => takes(first));
    });
  }

  attemptsOf(inbound: number): readonly AttemptRow[] {
    return this.caused.by(inbound);
  }

  starts(upstream: string): Starts {
    const all = this.keep('starts', () => startsByUpstream(this.ordinary()));
    return all.get(upstream) ?? new Float64Array(0);
  }

  isOpen(row: ResponseRow): boolean {
    return row.end === 'censored' && row.ended - row.due < 4 * this.deadlineOf(row.journey);
  }

  deadlineOf(journey: string): Millis {
    return this.journeys.get(journey)?.deadline ?? Infinity;
  }

  private due(phase: string | null, takes: (row: ResponseRow) => boolean): readonly ResponseRow[] {
    const names = new Set(this.phases(phase).map(({ name }) => name));
    // What we never sent says nothing about the app; the accounts of the run hold it.
    return this.record.responses.filter(
      (row) =>
        row.cohort === null &&
        row.end !== 'unsent' &&
        names.has(row.phase) &&
        takes(row) &&
        !this.isOverrun(row),
    );
  }

  private takes({
    phase = null,
    journey = null,
    upstream = null,
  }: Partial<Scope>): (row: AttemptRow) => boolean {
    const names = new Set(this.phases(phase).map(({ name }) => name));
    return (row) => {
      if (row.inbound === null || (upstream !== null && row.upstream !== upstream)) return false;
      const cause = this.byInbound.get(row.inbound);
      return cause !== undefined && names.has(cause.phase) && (journey === null || cause.journey === journey);
    };
  }

  private ordinary(): readonly AttemptRow[] {
    if (this.record.plan.cohorts.length === 0) return this.record.attempts;
    return this.keep('ordinary', () =>
      this.record.attempts.filter(({ inbound }) => {
        const cause = inbound === null ? undefined : this.byInbound.get(inbound);
        return cause === undefined || cause.cohort === null;
      }),
    );
  }

  // Due on a good day, but called out when the outage had begun: it shows neither of them.
  private isOverrun(row: ResponseRow): boolean {
    if (this.roles.get(row.phase) !== 'baseline') return false;
    // A connection can't be told to be one user's, so whoever was still waiting may have been on one.
    return (
      this.record.plan.network.some(({ opens }) => row.due < opens && row.ended > opens) ||
      this.wasTornDown(row) ||
      this.attemptsOf(row.inbound).some(({ faults }) => faults.length > 0)
    );
  }

  // An app that dies of the outage takes with it whoever was still waiting, fault or not.
  private wasTornDown({ due, ended, end }: ResponseRow): boolean {
    if (end !== 'reset' && end !== 'refused' && end !== 'aborted') return false;
    return this.record.plan.windows.some(({ opens }) => due < opens && ended > opens);
  }

  private keep<T>(key: string, build: () => T): T {
    if (!this.kept.has(key)) this.kept.set(key, build());
    // Each key is made of the name of the method that builds it, so what lies there is what it built.
    return this.kept.get(key) as T;
  }
}
