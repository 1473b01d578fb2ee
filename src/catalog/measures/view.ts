/** A record, indexed once for all measures. What is asked for twice is kept; nothing is built unasked. */
import { ByNumber } from '../../kit/by-number.js';
import { numbersOf, Picked, type List } from '../../kit/list.js';
import type { AttemptRow, ResponseRow } from '../../model/event.js';
import type { Scope } from '../../model/measurement.js';
import type { PlannedPhase } from '../../model/plan.js';
import type { RunRecord } from '../../model/record.js';
import type { Journey, Role } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';
import { callsOf, startsAt, type Call, type Calls, type Starts } from './derived/calls.js';
import { causedBy, NOWHERE, type Caused } from './derived/caused.js';
import { Groups, type Group } from './derived/groups.js';

export interface RecordView {
  readonly record: RunRecord;
  journey(name: string): Journey | undefined;
  /** A role means all its phases; null means all there are. */
  phases(named: string | null): readonly PlannedPhase[];
  /**
   * Responses that were due in the phases: of the journey named, else of all that need the model. Those of
   * the baseline that a fault reached all the same, because they were slow, are left out, as are those that
   * were open when the network was first hurt. Nobody of a cohort is among them: what we made fail at once
   * is no sample of what users get.
   */
  responses(scope: Partial<Scope>): Picked<ResponseRow>;
  /** Those of them whose outcome is known. */
  known(scope: Partial<Scope>): Picked<ResponseRow>;
  /** Responses of journeys that need no model. */
  bystanders(scope: Partial<Scope>): Picked<ResponseRow>;
  /** Whoever asked and whatever hurt them: what must never happen may not happen to a cohort's users either. */
  everyone(scope: Partial<Scope>): Picked<ResponseRow>;
  /** Responses of a cohort's users, those left out that were never sent. */
  cohort(id: string): readonly ResponseRow[];
  response(inbound: number): ResponseRow | undefined;
  /** Attempts that an ordinary user caused; their phase and journey are those of the inbound. */
  attempts(scope: Partial<Scope>): Picked<AttemptRow>;
  /** The same, grouped: attempts for one step of one inbound at one upstream, in order. */
  calls(scope: Partial<Scope>): Picked<Call>;
  attemptsOf(inbound: number): readonly AttemptRow[];
  /** When attempts at an upstream started, whoever caused them, if it was no cohort of ours. */
  starts(upstream: string): Starts;
  /** When the requests that need the model were due, ascending. */
  dues(): Starts;
  /** True for a response that was still open, too young to be called a hang: what it would have been isn't known. */
  isOpen(row: ResponseRow): boolean;
  deadlineOf(journey: string): Millis;
  /** By more than the microsecond that times are kept to. */
  isLate(row: ResponseRow): boolean;
  /** Built once and kept, under a key that begins with the name of what is built. Not for lists of rows. */
  keep<T>(key: string, build: () => T): T;
  /** Built once for whoever asks again before anybody else does: quantiles of one distribution follow each other. */
  once<T>(id: string, scope: Scope, build: () => T): T;
}

export function viewOf(record: RunRecord): RecordView {
  return new IndexedRecord(record);
}

const ROLES: readonly string[] = ['baseline', 'outage', 'recovery'];

class IndexedRecord implements RecordView {
  readonly record: RunRecord;
  private readonly journeys: ReadonlyMap<string, Journey>;
  private readonly roles: ReadonlyMap<string, Role>;
  /** Places in the list of responses. */
  private readonly byInbound = new ByNumber();
  private readonly groups: Groups;
  private readonly caused: Caused;
  private readonly kept = new Map<string, unknown>();
  private latest: { readonly key: string; readonly built: unknown } | null = null;

  constructor(record: RunRecord) {
    this.record = record;
    this.journeys = new Map(record.plan.journeys.map((journey) => [journey.name, journey]));
    this.roles = new Map(record.plan.phases.map(({ name, role }) => [name, role]));
    let place = 0;
    for (const { inbound } of record.responses) {
      this.byInbound.set(inbound, place);
      place += 1;
    }
    this.groups = new Groups(record.responses);
    this.caused = causedBy(record.attempts, (inbound) => this.byInbound.get(inbound));
  }

  journey(name: string): Journey | undefined {
    return this.journeys.get(name);
  }

  phases(named: string | null): readonly PlannedPhase[] {
    const { phases } = this.record.plan;
    if (named === null) return phases;
    if (ROLES.includes(named)) return phases.filter(({ role }) => role === named);
    return phases.filter(({ name }) => name === named);
  }

  responses({ phase = null, journey = null }: Partial<Scope>): Picked<ResponseRow> {
    return this.keep(`responses ${String(phase)} ${String(journey)}`, () =>
      this.due(phase, (name) =>
        journey === null ? this.journeys.get(name)?.needsModel === true : name === journey,
      ),
    );
  }

  known(scope: Partial<Scope>): Picked<ResponseRow> {
    const { phase = null, journey = null } = scope;
    return this.keep(`known ${String(phase)} ${String(journey)}`, () =>
      this.responses(scope).where((row) => !this.isOpen(row)),
    );
  }

  bystanders({ phase = null, journey = null }: Partial<Scope>): Picked<ResponseRow> {
    return this.keep(`bystanders ${String(phase)} ${String(journey)}`, () =>
      this.due(
        phase,
        (name) => this.journeys.get(name)?.needsModel === false && (journey === null || name === journey),
      ),
    );
  }

  everyone({ phase = null, journey = null }: Partial<Scope>): Picked<ResponseRow> {
    return this.keep(`everyone ${String(phase)} ${String(journey)}`, () => {
      const isMeant = this.takes(phase, journey);
      return Picked.at(
        this.record.responses,
        this.groups.which((group) => group.isSent && isMeant(group)),
      );
    });
  }

  cohort(id: string): readonly ResponseRow[] {
    return this.keep(`cohort ${id}`, () =>
      this.record.responses.filter((row) => row.cohort === id && row.end !== 'unsent'),
    );
  }

  response(inbound: number): ResponseRow | undefined {
    const place = this.byInbound.get(inbound);
    return place === undefined ? undefined : this.record.responses.at(place);
  }

  attempts(scope: Partial<Scope>): Picked<AttemptRow> {
    const { phase = null, journey = null, upstream = null } = scope;
    return this.keep(`attempts ${String(phase)} ${String(journey)} ${String(upstream)}`, () =>
      upstream === null
        ? Picked.at(this.record.attempts, this.causedIn(this.takes(phase, journey)))
        : this.attempts({ phase, journey }).where((row) => row.upstream === upstream),
    );
  }

  calls(scope: Partial<Scope>): Picked<Call> {
    const { phase = null, journey = null, upstream = null } = scope;
    // All attempts of a call are one inbound's at one upstream, so a scope takes calls as a whole.
    return this.keep(`calls ${String(phase)} ${String(journey)} ${String(upstream)}`, () => {
      if (upstream !== null)
        return this.calls({ phase, journey }).where((call) => call.upstream === upstream);
      const takes = this.causedIn(this.takes(phase, journey));
      const { heads } = this.allCalls().chains;
      return Picked.at(this.allCalls(), (index) => takes(heads[index] ?? NOWHERE));
    });
  }

  attemptsOf(inbound: number): readonly AttemptRow[] {
    return this.caused.by(inbound);
  }

  starts(upstream: string): Starts {
    return this.keep(`starts ${upstream}`, () => startsAt(upstream, this.ordinary()));
  }

  dues(): Starts {
    return this.keep('dues', () => numbersOf(this.responses({}), ({ due }) => due).sort());
  }

  isOpen(row: ResponseRow): boolean {
    return row.end === 'censored' && row.ended - row.due < 4 * this.deadlineOf(row.journey);
  }

  deadlineOf(journey: string): Millis {
    return this.journeys.get(journey)?.deadline ?? Infinity;
  }

  isLate({ due, ended, journey }: ResponseRow): boolean {
    return Math.round((ended - due) * 1000) > 1000 * this.deadlineOf(journey);
  }

  once<T>(id: string, { phase, journey, upstream }: Scope, build: () => T): T {
    const key = `${id} ${String(phase)} ${String(journey)} ${String(upstream)}`;
    if (this.latest?.key !== key) this.latest = { key, built: build() };
    // As with what is kept: an id is asked for by one measure only.
    return this.latest.built as T;
  }

  private due(phase: string | null, isMeant: (journey: string) => boolean): Picked<ResponseRow> {
    const isIn = this.takes(phase, null);
    return this.users().whereAt(this.groups.which((group) => isIn(group) && isMeant(group.journey)));
  }

  private users(): Picked<ResponseRow> {
    // What we never sent says nothing about the app; the accounts of the run hold it.
    return this.keep('users', () => {
      const { responses } = this.record;
      const isUser = this.groups.which(({ cohort, isSent }) => cohort === null && isSent);
      const isEarly = this.groups.which(({ phase }) => this.roles.get(phase) === 'baseline');
      const isOverrun = (row: ResponseRow | undefined): boolean => row !== undefined && this.isOverrun(row);
      return Picked.at(
        responses,
        (place) => isUser(place) && !(isEarly(place) && isOverrun(responses.at(place))),
      );
    });
  }

  private allCalls(): Calls {
    return this.keep('all calls', () =>
      callsOf(
        this.record.attempts,
        (inbound) => this.response(inbound)?.due,
        this.causedIn(this.takes(null, null)),
      ),
    );
  }

  private takes(phase: string | null, journey: string | null): (group: Group) => boolean {
    const names = new Set(this.phases(phase).map(({ name }) => name));
    return (group) => names.has(group.phase) && (journey === null || group.journey === journey);
  }

  /** Whether an attempt, by its place, was caused by an ordinary user who is meant. */
  private causedIn(isMeant: (group: Group) => boolean): (place: number) => boolean {
    const takes = this.groups.which((group) => group.cohort === null && isMeant(group));
    const { places } = this.caused;
    return (place) => takes(places[place] ?? NOWHERE);
  }

  private ordinary(): List<AttemptRow> {
    if (this.record.plan.cohorts.length === 0) return this.record.attempts;
    return this.keep('ordinary', () => {
      const isCohort = this.groups.which(({ cohort }) => cohort !== null);
      const { places } = this.caused;
      return Picked.at(this.record.attempts, (place) => !isCohort(places[place] ?? NOWHERE));
    });
  }

  // Due on a good day, but called out when the outage had begun: it shows neither of them.
  private isOverrun(row: ResponseRow): boolean {
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

  keep<T>(key: string, build: () => T): T {
    if (!this.kept.has(key)) this.kept.set(key, build());
    // Each key is made of the name of what builds it, so what lies there is what it built.
    return this.kept.get(key) as T;
  }
}
