/** The attempts of one user that are open: one, or two where the first is hedged, and what ends their wait. */
import type { Millis } from '../model/units.js';
import type { User } from './answered.js';
import type { Asked, Caller, OpenAttempt } from './attempt.js';
import { NO_ALARM, type Sleeper, type VirtualClock } from './clock.js';
import type { Instance } from './subject.js';

export interface TryWorld {
  readonly clock: VirtualClock;
  readonly upstreams: readonly Asked[];
  nextCall(): number;
}

export interface Trier extends Caller {
  timedOut(now: Millis): void;
}

const TIMEOUT = 0;
const HEDGE = 1;

export class Tries implements Sleeper, Caller {
  private readonly user: User;
  private readonly instance: Instance;
  private readonly world: TryWorld;
  private readonly owner: Trier;
  private first: OpenAttempt | null = null;
  private second: OpenAttempt | null = null;
  private timer = NO_ALARM;
  private hedge = NO_ALARM;
  private place = 0;
  private call = 0;
  private ordinal = 0;

  constructor(user: User, instance: Instance, world: TryWorld, owner: Trier) {
    this.user = user;
    this.instance = instance;
    this.world = world;
    this.owner = owner;
  }

  get isOpen(): boolean {
    return this.first !== null || this.second !== null;
  }

  /** A call of its own, at another upstream. */
  turnTo(place: number): void {
    this.place = place;
    this.ordinal = 0;
  }

  /** False where the bulkhead is full. */
  begin(now: Millis): boolean {
    if (!this.instance.admit()) return false;
    const attempt = this.opened();
    this.first = attempt;
    this.watch(now);
    const { hedge } = this.instance.policy;
    if (hedge !== null) this.hedge = this.world.clock.set(now + hedge, this, HEDGE);
    attempt?.begin();
    return true;
  }

  ring(now: Millis, tag: number): void {
    if (tag === HEDGE) this.hedgeNow(now);
    else this.timedOut(now);
  }

  answered(attempt: OpenAttempt, now: Millis): void {
    if (this.first === attempt) this.first = null;
    else this.second = null;
    this.instance.done();
    if (!this.isOpen) this.disarm();
    this.owner.answered(attempt, now);
  }

  /** Hangs up on every attempt that is still open. */
  letGo(): void {
    for (const attempt of [this.first, this.second]) {
      if (attempt === null) continue;
      attempt.leave();
      this.instance.done();
    }
    this.first = null;
    this.second = null;
    this.disarm();
  }

  private opened(): OpenAttempt | null {
    const { user, world } = this;
    if (this.ordinal === 0) this.call = world.nextCall();
    this.ordinal += 1;
    const { name, stream } = user.journey;
    const asking = {
      inbound: user.inbound,
      journey: name,
      cohort: user.cohort,
      streamed: stream.format !== 'none',
      call: this.call,
      ordinal: this.ordinal,
      attempt: this.ordinal,
    };
    return world.upstreams[this.place]?.ask(asking, this) ?? null;
  }

  private hedgeNow(now: Millis): void {
    this.hedge = NO_ALARM;
    if (this.first === null || this.second !== null || !this.instance.admit()) return;
    this.second = this.opened();
    this.watch(now);
    this.second?.begin();
  }

  private watch(now: Millis): void {
    const { timeout } = this.instance.policy;
    if (timeout === null || this.timer !== NO_ALARM) return;
    this.timer = this.world.clock.set(now + timeout.after, this, TIMEOUT);
  }

  private timedOut(now: Millis): void {
    this.timer = NO_ALARM;
    if (this.instance.policy.timeout?.covers === 'head' && this.first?.hasHead(now) === true) return;
    this.letGo();
    this.owner.timedOut(now);
  }

  private disarm(): void {
    const { clock } = this.world;
    clock.cancel(this.timer);
    clock.cancel(this.hedge);
    this.timer = NO_ALARM;
    this.hedge = NO_ALARM;
  }
}
