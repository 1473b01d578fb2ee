/** Brings a decided attempt onto its socket: waits for a server, performs, lets hangs go, keeps the books. */
import type { ServerResponse } from 'node:http';
import type { Clock, Millis } from '../../model/units.js';
import type { WirePlan } from '../../model/wire.js';
import type { Job, Servers } from '../../catalog/upstreams/capacity.js';
import { alarmOf, type Wheel } from '../wheel.js';
import type { DecidedAttempt, Release } from './desk.js';
import { standsStill, timeOf } from './lasting.js';
import type { Attempt, Ledger } from './ledger.js';
import type { Ending } from './outcome.js';
import { outletOf } from './outlet.js';
import { Performance, type Stage } from './performance.js';

export interface Theatre {
  readonly clock: Clock;
  readonly wheel: Wheel;
  readonly ledger: Ledger;
  readonly servers: Servers;
  /** Attempts that weren't over at once; the run's end closes them. */
  readonly running: Set<Running>;
}

export interface Running {
  close(): void;
}

export function play(decided: DecidedAttempt, res: ServerResponse, theatre: Theatre): void {
  new Played(decided, res, theatre).begin();
}

/** What answers beside the model has no attempt, no fault and no limit. */
export function playAside(
  plan: WirePlan,
  res: ServerResponse,
  { clock, wheel }: Pick<Theatre, 'clock' | 'wheel'>,
): void {
  const now = clock.now();
  const nothing = (): void => undefined;
  const stage = { outlet: outletOf(res), wheel, clock, onEnd: nothing, onHang: nothing };
  new Performance(plan, now, stage).ring(now);
}

class Played implements Job, Running, Stage {
  readonly outlet;
  readonly wheel: Wheel;
  readonly clock: Clock;
  private readonly attempt: Attempt;
  private readonly isWork: boolean;
  private readonly release: Release | null;
  private readonly standsStill: boolean;
  private readonly res: ServerResponse;
  private readonly theatre: Theatre;
  /** Let go of once it is performed: thousands may be open, and a performance keeps its words smaller. */
  private plan: WirePlan;
  private performance: Performance | null = null;
  private isWorking = false;
  private isOver = false;

  constructor(decided: DecidedAttempt, res: ServerResponse, theatre: Theatre) {
    this.attempt = decided.attempt;
    this.isWork = decided.isWork;
    this.release = decided.release;
    this.standsStill = standsStill(decided.plan);
    this.plan = decided.plan;
    this.res = res;
    this.theatre = theatre;
    this.outlet = outletOf(res);
    this.wheel = theatre.wheel;
    this.clock = theatre.clock;
  }

  begin(): void {
    if (this.isWork) this.theatre.servers.admit(this);
    else this.perform(this.clock.now());
    if (this.isOver) return;
    this.theatre.running.add(this);
    this.res.once('close', () => this.leave());
    if (this.res.destroyed) this.leave();
  }

  /** A server is free. Where the caller has left, and the work is done all the same, nobody listens. */
  start(): void {
    const now = this.clock.now();
    this.isWorking = true;
    const time = timeOf(this.plan);
    const isForNobody = this.isOver;
    if (!isForNobody) this.perform(now);
    if (isForNobody ? this.standsStill : this.isOver) this.freeServer();
    else
      this.wheel.set(
        alarmOf(() => this.freeServer()),
        now + time,
      );
  }

  onHang(): void {
    const { release, performance } = this;
    this.freeServer();
    if (release === null) return;
    this.wheel.set(
      alarmOf((now) => performance?.resume(restOf(release, performance.said()), now)),
      release.at,
    );
  }

  onEnd(ending: Ending): void {
    this.isOver = true;
    this.theatre.running.delete(this);
    this.theatre.ledger.ended(this.attempt, ending);
  }

  close(): void {
    if (this.performance === null) this.endUnheard('closed');
    else this.performance.close();
  }

  private leave(): void {
    if (this.isOver) return;
    if (this.performance === null) this.endUnheard('left');
    else this.performance.leave();
    // Nothing ends by itself that stands still, so nobody would ever free its server.
    if (this.standsStill) this.freeServer();
    this.theatre.servers.left(this);
  }

  private perform(now: Millis): void {
    this.performance = new Performance(this.plan, now, this);
    this.plan = PERFORMED;
    this.performance.ring(now);
  }

  /** Still waiting for a server. */
  private endUnheard(by: 'left' | 'closed'): void {
    this.onEnd({
      by,
      hung: false,
      status: null,
      written: 0,
      committed: 0,
      terminated: false,
      firstToken: null,
    });
  }

  private freeServer(): void {
    if (!this.isWorking) return;
    this.isWorking = false;
    this.theatre.servers.done(this);
  }
}

const PERFORMED: WirePlan = [];

/** What is left of the healthy answer after what was said of it; a cut where that can't be told. */
function restOf({ plan, base }: Release, steps: number): WirePlan {
  const said = plan
    .slice(0, steps)
    .filter((step) => step.do !== 'hang' && (step.do !== 'write' || step.part !== 'ping'));
  const isBeginning = said.every((step, index) => step === base[index]);
  return isBeginning ? base.slice(said.length) : [{ do: 'fin', after: 0 }];
}
