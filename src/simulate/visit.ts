/** One user's request on its way through a modelled app: tries, waits, goes on elsewhere, and is answered once. */
import type { Random } from '../kit/random.js';
import type { Millis } from '../model/units.js';
import { told, type Got, type User } from './answered.js';
import type { OpenAttempt } from './attempt.js';
import { NO_ALARM, type Sleeper } from './clock.js';
import { cachedAnswer, cannedAnswer, errorAnswer } from './fallback.js';
import { readBy, type Read } from './read.js';
import type { Instance, Served } from './subject.js';
import { Tries, type Trier, type TryWorld } from './tries.js';
import { isRetried, waitBefore, type Failure } from './wait.js';

export interface VisitWorld extends TryWorld {
  over(visit: Visit, got: Got): void;
  /** The user was told that its answer will come: it waits no more. */
  acknowledged(visit: Visit): void;
}

const PATIENCE = 0;
const RETRY = 1;
const AGAIN = 2;

const LACKS = {
  nothing: null,
  'its end': 'cut short, but passed as complete',
  'every word': 'a success without an answer',
} as const;

const TIMED_OUT: Failure = { kind: 'timeout' };

export class Visit implements Sleeper, Trier, Served {
  readonly user: User;
  private readonly instance: Instance;
  private readonly world: VisitWorld;
  private readonly random: Random;
  private readonly tries: Tries;
  private patience = NO_ALARM;
  private pending = NO_ALARM;
  private place = 0;
  private retries = 0;
  private rounds = 0;
  private lastFailure: Failure | null = null;
  private isAnswered = false;
  private isPutOff = false;
  private acknowledged: Millis = 0;

  constructor(user: User, instance: Instance, world: VisitWorld, random: Random) {
    this.user = user;
    this.instance = instance;
    this.world = world;
    this.random = random.at('user', user.inbound);
    this.tries = new Tries(user, instance, world, this);
  }

  begin(now: Millis): void {
    const { journey, due } = this.user;
    const { policy } = this.instance;
    if (this.instance.isDead(now)) {
      this.answer(told({ class: 'reset', end: 'refused', status: null, at: now, why: 'refused' }));
      return;
    }
    if (!journey.needsModel) {
      this.answer(told({ class: 'full', at: now, firstContent: now }));
      return;
    }
    this.patience = this.world.clock.set(due + journey.patience, this, PATIENCE);
    this.instance.enter(this);
    const always = policy.canned?.when === 'always' ? cannedAnswer(policy, now) : null;
    if (always !== null) {
      this.answer(always);
      return;
    }
    this.instance.budget.requested(now);
    if (this.instance.hasLine && this.instance.putOff(this)) this.acknowledge(now);
    else this.goTo(0, now);
  }

  ring(now: Millis, tag: number): void {
    if (tag === PATIENCE) this.loseUser(now);
    else {
      this.pending = NO_ALARM;
      if (tag === AGAIN) this.retries = 0;
      this.attempt(now);
    }
  }

  answered(attempt: OpenAttempt, now: Millis): void {
    const read = readBy(this.instance.policy, attempt.fate);
    const gate = this.instance.gate(this.place);
    if (read.kind === 'answer') {
      gate?.succeeded(now);
      this.instance.budget.succeeded();
      this.tries.letGo();
      this.succeed(attempt, read, now);
      return;
    }
    this.failedOnce(read.failure, now);
  }

  timedOut(now: Millis): void {
    this.failedOnce(TIMED_OUT, now);
  }

  /** The app goes down with everybody in it. */
  cutOff(now: Millis): void {
    this.tries.letGo();
    this.world.clock.cancel(this.pending);
    this.pending = NO_ALARM;
    if (this.isAnswered) return;
    this.answer(told({ class: 'reset', end: 'reset', status: null, at: now, why: 'no response' }));
  }

  serve(now: Millis): boolean {
    if (this.instance.gate(0)?.allows(now) === false) return false;
    this.ask(now);
    return true;
  }

  /** The run is over while it was still open. */
  censor(now: Millis): void {
    if (this.isAnswered) return;
    if (this.isPutOff) {
      const why = 'still waiting when the run ended';
      this.answer(told({ class: 'queued', status: 202, at: this.acknowledged, why }));
      return;
    }
    const isHang = now - this.user.due > 4 * this.user.journey.deadline;
    const why = isHang ? 'no end when the run ended' : 'still open when the run ended';
    this.answer(told({ class: isHang ? 'hang' : 'reset', end: 'censored', status: null, at: now, why }));
  }

  private goTo(place: number, now: Millis): void {
    this.place = place;
    this.tries.turnTo(place);
    this.retries = 0;
    this.rounds = 0;
    this.attempt(now);
  }

  private attempt(now: Millis): void {
    if (this.instance.gate(this.place)?.allows(now) === false) this.next(now, true);
    else this.ask(now);
  }

  private ask(now: Millis): void {
    if (!this.tries.begin(now)) this.next(now);
  }

  private failedOnce(failure: Failure, now: Millis): void {
    this.instance.gate(this.place)?.failed(now);
    this.instance.budget.failed();
    this.lastFailure = failure;
    if (this.instance.policy.dies !== null) {
      this.instance.die(now);
      return;
    }
    // The other one of a hedged pair may still come.
    if (this.tries.isOpen) return;
    if (this.isPutOff) this.instance.putBack(this);
    else this.retryOrGoOn(failure, now);
  }

  private retryOrGoOn(failure: Failure, now: Millis): void {
    const { policy, budget } = this.instance;
    const { retry, outer } = policy;
    const { clock } = this.world;
    if (this.retries < retry.times && isRetried(retry, failure) && budget.take(now, failure)) {
      this.retries += 1;
      const wait = waitBefore(this.retries, retry, failure, this.random.at('round', this.rounds));
      this.pending = clock.set(now + wait, this, RETRY);
    } else if (this.rounds < outer.times && isRetried(outer, failure)) {
      this.rounds += 1;
      const wait = waitBefore(this.rounds, outer, failure, this.random.at('outer'));
      this.pending = clock.set(now + wait, this, AGAIN);
    } else this.next(now);
  }

  /** No more tries here: the next upstream, or what can be said without one. */
  private next(now: Millis, isShut = false): void {
    const { policy } = this.instance;
    const goesOn = policy.failover === 'inline' || (policy.failover === 'when-shut' && isShut);
    if (goesOn && this.place + 1 < this.world.upstreams.length) {
      this.goTo(this.place + 1, now);
      return;
    }
    const cached = cachedAnswer(policy, this.random, now, this.world.upstreams[0]?.name ?? '');
    if (cached !== null) {
      this.answer(cached);
      return;
    }
    if (!this.isAnswered && this.instance.putOff(this)) {
      this.acknowledge(now);
      return;
    }
    const canned = policy.canned?.when === 'failure' ? cannedAnswer(policy, now) : null;
    this.answer(canned ?? errorAnswer(policy, now, this.lastFailure));
  }

  private acknowledge(now: Millis): void {
    this.isPutOff = true;
    this.acknowledged = now;
    this.place = 0;
    this.world.clock.cancel(this.patience);
    this.patience = NO_ALARM;
    this.world.acknowledged(this);
  }

  private succeed(attempt: OpenAttempt, read: Extract<Read, { kind: 'answer' }>, now: Millis): void {
    const { upstream } = attempt;
    const firstContent = this.user.journey.stream.format === 'none' ? now : attempt.firstTokenAt();
    const why = LACKS[read.lacks];
    const from = upstream;
    if (why !== null) this.answer(told({ class: 'lie', at: now, firstContent, from, why }));
    else if (this.isPutOff) {
      this.answer(told({ class: 'queued', at: this.acknowledged, status: 202, firstContent, from }));
    } else this.answer(told({ class: this.place === 0 ? 'full' : 'alt', at: now, firstContent, from }));
  }

  /** The user hangs up; the app may go on for nobody. */
  private loseUser(now: Millis): void {
    this.patience = NO_ALARM;
    const why = 'no end when the user hung up';
    this.answer(told({ class: 'hang', end: 'deadline', status: null, at: now, why }));
  }

  private answer(got: Got): void {
    if (this.isAnswered) return;
    this.isAnswered = true;
    this.world.clock.cancel(this.patience);
    this.patience = NO_ALARM;
    if (this.instance.policy.dies !== null && got.end !== 'deadline') this.instance.leave(this);
    this.world.over(this, got);
  }
}
