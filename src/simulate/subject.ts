/** One instance of a modelled app: what all its users share. */
import type { Random } from '../kit/random.js';
import type { Millis } from '../model/units.js';
import { budgetOf, type Budget } from './budget.js';
import type { Sleeper, VirtualClock } from './clock.js';
import { gateOf, type Gate } from './gate.js';
import type { Policy } from './policy.js';

/** A user of it who can be cut off, or served later. */
export interface Served {
  cutOff(now: Millis): void;
  /** Its turn in the queue: true where it could be asked for. */
  serve(now: Millis): boolean;
}

export class Instance implements Sleeper {
  readonly policy: Policy;
  readonly budget: Budget;
  private readonly gates: readonly Gate[];
  private readonly clock: VirtualClock;
  private readonly present = new Set<Served>();
  /** Work that was put off, oldest first. */
  private readonly waiting: Served[] = [];
  private isDraining = false;
  private deadUntil: Millis = 0;
  private busy = 0;

  constructor(policy: Policy, upstreams: number, clock: VirtualClock, random: Random) {
    this.policy = policy;
    this.clock = clock;
    this.budget = budgetOf(policy.budget);
    this.gates = Array.from({ length: upstreams }, (_, index) =>
      gateOf(policy.gate, random.at('gate', index)),
    );
  }

  gate(upstream: number): Gate | undefined {
    return this.gates[upstream];
  }

  isDead(now: Millis): boolean {
    return now < this.deadUntil;
  }

  /** Only who may be cut off is kept in mind. */
  enter(user: Served): void {
    if (this.policy.dies !== null) this.present.add(user);
  }

  leave(user: Served): void {
    this.present.delete(user);
  }

  die(now: Millis): void {
    this.deadUntil = now + (this.policy.dies?.backAfter ?? 0);
    const users = [...this.present];
    this.present.clear();
    for (const user of users) user.cutOff(now);
  }

  /** False where the bulkhead is full. */
  admit(): boolean {
    if (this.policy.bulkhead !== null && this.busy >= this.policy.bulkhead) return false;
    this.busy += 1;
    return true;
  }

  done(): void {
    this.busy -= 1;
  }

  /** True where whoever comes now waits behind others. */
  get hasLine(): boolean {
    return this.policy.queue?.inLine === true && this.waiting.length > 0;
  }

  /** False where the queue is full. */
  putOff(user: Served): boolean {
    const { queue } = this.policy;
    if (queue === null || this.waiting.length >= queue.holds) return false;
    this.waiting.push(user);
    this.drain(queue.perSecond);
    return true;
  }

  /** It is served later after all, and comes first. */
  putBack(user: Served): void {
    this.waiting.unshift(user);
    this.drain(this.policy.queue?.perSecond ?? 1);
  }

  /** The next turn in the queue. */
  ring(now: Millis): void {
    this.isDraining = false;
    const next = this.waiting.shift();
    if (next === undefined) return;
    if (!next.serve(now)) this.waiting.unshift(next);
    this.drain(this.policy.queue?.perSecond ?? 1);
  }

  private drain(perSecond: number): void {
    if (this.isDraining || this.waiting.length === 0) return;
    this.isDraining = true;
    this.clock.set(this.clock.now() + 1000 / perSecond, this, 0);
  }
}
