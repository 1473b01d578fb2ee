/**
 * The closed model in virtual time: as many users as a phase says, each asking again once it has its answer and
 * has thought. Users, turns and times to think are drawn by the names of the engine on real sockets.
 */
import { drawJourney } from '../catalog/arrivals/draw.js';
import { randomOf, type Random } from '../kit/random.js';
import type { ResponseEnd } from '../model/event.js';
import type { Plan } from '../model/plan.js';
import type { Millis } from '../model/units.js';
import type { Sleeper, VirtualClock } from './clock.js';

/** Whoever is refused knocks again this much later, as on real sockets. */
const BACK_OFF: Millis = 250;
/** An app that answers at once takes this long all the same: virtual time must go on. */
const LEAST: Millis = 1;

export interface CrowdOptions {
  readonly plan: Plan;
  readonly clock: VirtualClock;
  ask(inbound: number, journey: number, due: Millis): void;
}

interface User {
  readonly number: number;
  turn: number;
  isWanted: boolean;
}

export class Crowd implements Sleeper {
  private readonly options: CrowdOptions;
  private readonly random: Random;
  private readonly users: User[] = [];
  private readonly all: User[] = [];
  /** Who waits for which answer, and since when. */
  private readonly asking = new Map<number, { readonly user: User; readonly due: Millis }>();
  private inbounds = 0;

  constructor(options: CrowdOptions) {
    this.options = options;
    this.random = randomOf(options.plan.seed).at('think');
    const { plan, clock } = options;
    const phases: Sleeper = { ring: (_, index) => this.resize(usersIn(plan, index)) };
    plan.phases.forEach(({ opens }, index) => clock.set(opens, phases, index));
    clock.set(plan.phases.at(-1)?.closes ?? 0, phases, plan.phases.length);
  }

  /** It has thought. */
  ring(now: Millis, number: number): void {
    const { plan } = this.options;
    const user = this.all[number];
    const isOver = now >= (plan.phases.at(-1)?.closes ?? 0) || this.inbounds >= plan.limits.inbounds;
    if (user?.isWanted !== true || isOver) return;
    const inbound = this.inbounds;
    this.inbounds += 1;
    this.asking.set(inbound, { user, due: now });
    this.options.ask(inbound, drawJourney(plan, inbound), now);
  }

  /** Nothing happens for who is none of the crowd, or was told before. */
  told(inbound: number, end: ResponseEnd): void {
    const asked = this.asking.get(inbound);
    if (asked === undefined) return;
    this.asking.delete(inbound);
    const soonest = asked.due + LEAST - this.options.clock.now();
    this.think(asked.user, Math.max(soonest, end === 'refused' ? BACK_OFF : 0));
  }

  /** Further users join; those who are too many leave once they have their answer. */
  private resize(count: number): void {
    for (const user of this.users.splice(count)) user.isWanted = false;
    while (this.users.length < count) {
      const user: User = { number: this.all.length, turn: 0, isWanted: true };
      this.users.push(user);
      this.all.push(user);
      this.think(user, 0);
    }
  }

  private think(user: User, atLeast: Millis): void {
    if (!user.isWanted) return;
    const { plan, clock } = this.options;
    const now = clock.now();
    const load = (plan.phases.find((phase) => now < phase.closes) ?? plan.phases.at(-1))?.load;
    const { low, high } = load?.kind === 'closed' ? load.think : NONE;
    const { number, turn } = user;
    // Users who all came at once would stay in step.
    const thought = this.random.at(number, turn).between(turn === 0 ? 0 : low, high);
    user.turn += 1;
    clock.set(now + Math.max(atLeast, thought), this, number);
  }
}

const NONE = { low: 0, high: 0 };

function usersIn({ phases }: Plan, index: number): number {
  const load = phases[index]?.load;
  return load?.kind === 'closed' ? load.users : 0;
}
