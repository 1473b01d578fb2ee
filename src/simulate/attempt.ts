/** One call to a modelled upstream, from when it comes until it is over: a job for a server, and a row. */
import type { Job, Servers } from '../catalog/upstreams/capacity.js';
import type { AttemptOutcome, AttemptRow } from '../model/event.js';
import type { Millis } from '../model/units.js';
import { NO_ALARM, type Sleeper, type VirtualClock } from './clock.js';
import { writtenBy, type Fate } from './fate.js';

/** An attempt as its caller sees it. */
export interface OpenAttempt {
  readonly upstream: string;
  readonly fate: Fate;
  begin(): void;
  /** True once the head has come: timers of some clients end there. */
  hasHead(now: Millis): boolean;
  /** When the first token came, or would come. */
  firstTokenAt(): Millis | null;
  /** The caller hangs up. */
  leave(): void;
}

/** Whoever waits for it. */
export interface Caller {
  answered(attempt: OpenAttempt, now: Millis): void;
  /** It begins to be answered, as its fate says; for whoever stands between. */
  began?(attempt: OpenAttempt, now: Millis): void;
}

/** Whatever can be asked: an upstream, or what stands in front of it. */
export interface Asked {
  readonly name: string;
  /** Decided now; it begins when its caller says so. */
  ask(asking: Asking, caller: Caller): OpenAttempt;
}

export interface Asking {
  readonly inbound: number;
  readonly journey: string;
  readonly cohort: string | null;
  readonly streamed: boolean;
  readonly call: number;
  /** Within the call, from 1. */
  readonly ordinal: number;
  /** Among all attempts of the inbound at this upstream, from 1. */
  readonly attempt: number;
}

export interface Decided {
  readonly id: number;
  readonly upstream: string;
  readonly model: string;
  readonly started: Millis;
  readonly fate: Fate;
  /** What a healthy model would have done. */
  readonly base: Fate;
  readonly fired: readonly string[];
  readonly tokensIn: number;
  /** True where it is work for a server; refusals are said at the door. */
  readonly isWork: boolean;
  /** No room: the provider's own refusal. */
  readonly refused: boolean;
  /** When what stands still is let go. */
  readonly release: Millis | null;
}

export interface Surroundings {
  readonly clock: VirtualClock;
  readonly servers: Servers;
  /** True where work for callers that gave up is finished all the same. */
  readonly goesOnForNobody: boolean;
  ended(attempt: ModelAttempt): void;
  row(row: AttemptRow): void;
}

const OVER = 0;
const RELEASED = 1;
const NOT_BEGUN = -1;

export class ModelAttempt implements OpenAttempt, Job, Sleeper {
  readonly asking: Asking;
  readonly decided: Decided;
  private readonly caller: Caller;
  private readonly around: Surroundings;
  private current: Fate;
  private began: Millis = NOT_BEGUN;
  private alarm = NO_ALARM;
  private isOver = false;
  private isWorking = false;
  private isStanding = false;

  constructor(decided: Decided, asking: Asking, caller: Caller, around: Surroundings) {
    this.decided = decided;
    this.asking = asking;
    this.caller = caller;
    this.around = around;
    this.current = decided.fate;
  }

  get fate(): Fate {
    return this.current;
  }

  get upstream(): string {
    return this.decided.upstream;
  }

  begin(): void {
    if (this.decided.isWork) this.around.servers.admit(this);
    else this.perform(this.around.clock.now());
  }

  /** A server is free. Where the caller has left, and the work is done all the same, nobody listens. */
  start(): void {
    this.isWorking = true;
    const now = this.around.clock.now();
    if (!this.isOver) this.perform(now);
    else this.alarm = this.around.clock.set(now + (this.standsStill() ? 0 : this.current.time), this, OVER);
  }

  ring(now: Millis, tag: number): void {
    this.alarm = NO_ALARM;
    if (tag === RELEASED) this.resume(now);
    else if (this.isOver) this.freeServer();
    else if (this.standsStill()) this.stand();
    else this.finish(now);
  }

  hasHead(now: Millis): boolean {
    const { head } = this.current;
    return this.began !== NOT_BEGUN && head !== null && now - this.began >= head;
  }

  firstTokenAt(): Millis | null {
    const { firstToken } = this.current;
    return this.began === NOT_BEGUN || firstToken === null ? null : this.began + firstToken;
  }

  leave(): void {
    if (this.isOver) return;
    this.write(this.isStanding ? 'hang' : 'abandoned', 'subject');
    this.isOver = true;
    this.around.ended(this);
    if (this.standsStill()) this.freeServer();
    if (!this.around.goesOnForNobody) this.isWorking = false;
    if (!this.isWorking) this.disarm();
    this.around.servers.left(this);
  }

  /** The run is over. */
  close(): void {
    if (this.isOver) return;
    this.write(this.isStanding ? 'hang' : 'abandoned', 'mock');
    this.isOver = true;
    this.disarm();
  }

  private perform(now: Millis): void {
    this.began = now;
    this.caller.began?.(this, now);
    this.alarm = this.around.clock.set(now + this.current.time, this, OVER);
  }

  private stand(): void {
    this.isStanding = true;
    this.freeServer();
    const { release } = this.decided;
    if (release !== null) this.alarm = this.around.clock.set(release, this, RELEASED);
  }

  /** Goes on with what is left of the healthy answer. */
  private resume(now: Millis): void {
    const { base, fate } = this.decided;
    const said = fate.head === null ? 0 : Math.min(base.time, fate.time);
    this.isStanding = false;
    this.current = { ...base, time: Math.max(0, base.time - said) };
    this.perform(now);
  }

  private finish(now: Millis): void {
    this.write(this.outcome(), 'mock');
    this.isOver = true;
    this.freeServer();
    this.around.ended(this);
    this.caller.answered(this, now);
  }

  private outcome(): AttemptOutcome {
    const { status, end, written, terminated } = this.current;
    const { base, refused, fired, fate } = this.decided;
    if (end !== 'end') return status === null ? 'reset' : 'cut';
    if (refused) return 'refused';
    if (status === null || status < 200 || status >= 300) return 'http-error';
    if (written < base.written || (base.streamed && !terminated)) return 'cut';
    return fired.length > 0 && (fate.end === 'hang' || fate.time > base.time) ? 'slow' : 'ok';
  }

  private write(outcome: AttemptOutcome, endedBy: 'mock' | 'subject'): void {
    const { decided, asking, current } = this;
    const now = this.around.clock.now();
    const lasted = this.began === NOT_BEGUN ? -1 : now - this.began;
    const isWhole = outcome !== 'abandoned' && outcome !== 'hang';
    const hasHead = this.began !== NOT_BEGUN && current.head !== null && lasted >= current.head;
    const said = hasHead ? writtenBy(current, lasted) : 0;
    const firstToken = this.firstTokenAt();
    this.around.row({
      kind: 'attempt',
      id: decided.id,
      inbound: asking.inbound,
      also: ALONE,
      call: asking.call,
      upstream: decided.upstream,
      ordinal: asking.ordinal,
      started: decided.started,
      ended: now,
      endedBy,
      outcome,
      status: hasHead ? current.status : null,
      faults: decided.fired,
      retryAfter: hasHead ? current.retryAfter : null,
      model: decided.model,
      tokensIn: decided.tokensIn,
      tokensOut: isWhole ? current.written + current.billed : said + (this.isStanding ? current.billed : 0),
      firstToken: firstToken === null || firstToken > now ? null : firstToken,
      retryCount: null,
      body: null,
      gateway: null,
    });
  }

  private standsStill(): boolean {
    return this.current.end === 'hang';
  }

  private freeServer(): void {
    if (!this.isWorking) return;
    this.isWorking = false;
    this.around.servers.done(this);
  }

  private disarm(): void {
    this.around.clock.cancel(this.alarm);
    this.alarm = NO_ALARM;
  }
}

const ALONE: readonly number[] = [];
