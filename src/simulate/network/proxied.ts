/** An attempt through a front: the request on its way, the mock's answer on its way back, or neither. */
import type { ConnectionRow } from '../../model/event.js';
import type { Millis } from '../../model/units.js';
import type { Asked, Asking, Caller, OpenAttempt } from '../attempt.js';
import { NO_ALARM, type Sleeper, type VirtualClock } from '../clock.js';
import { STILL, type Fate } from '../fate.js';
import type { Route } from './front.js';
import { passedThrough, type Passed } from './line.js';
import { REQUEST_BYTES, saidBy, seenOf } from './seen.js';

export interface ProxiedOptions {
  readonly asking: Asking;
  readonly caller: Caller;
  readonly clock: VirtualClock;
  readonly upstream: Asked;
  readonly route: Route;
  /** Null where no connection came about. */
  ended(row: ConnectionRow | null): void;
}

const ARRIVES = 0;
const ANSWERED = 1;
const BROKEN = 2;
const CUT = 3;

/** What sums of milliseconds may be off by. */
const ROUNDING: Millis = 1e-6;

const LOST: Fate = { ...STILL, end: 'reset' };
const NOTHING: Passed = { pieces: [], endedAt: null, resetAt: null };

export class ProxiedAttempt implements OpenAttempt, Caller, Sleeper {
  private readonly options: ProxiedOptions;
  private readonly asked: Millis;
  private readonly alarms = new Map<number, number>();
  private inner: OpenAttempt | null = null;
  /** When the mock has said its last. */
  private saidAt: Millis = Infinity;
  private seen: Fate = STILL;
  private up: Passed = NOTHING;
  private down: Passed = NOTHING;
  private isOver = false;

  constructor(options: ProxiedOptions) {
    this.options = options;
    this.asked = options.clock.now();
  }

  get fate(): Fate {
    return this.seen;
  }

  get upstream(): string {
    return this.options.upstream.name;
  }

  begin(): void {
    const { route } = this.options;
    if (route.refused !== null) {
      this.set(this.asked, BROKEN);
      return;
    }
    this.up = passedThrough(route.up, [{ at: this.asked, bytes: REQUEST_BYTES }], null);
    const sent = this.up.pieces.reduce((sum, { bytes }) => sum + bytes, 0);
    if (sent >= REQUEST_BYTES) this.set(this.up.pieces.at(-1)?.at ?? this.asked, ARRIVES);
    this.set(this.up.resetAt ?? this.up.endedAt ?? Infinity, BROKEN);
    this.set(route.cutAt, CUT);
  }

  ring(now: Millis, tag: number): void {
    this.alarms.delete(tag);
    if (tag === ARRIVES) this.arrive();
    else if (tag === ANSWERED) this.hear(now);
    else if (this.options.route.refused !== null) this.over(LOST, now, 'refused');
    else this.over(this.cutAt(now), now, tag === CUT ? 'proxy' : 'toxic');
  }

  /** From the mock: what it says, and when, is known now. */
  began(attempt: OpenAttempt, now: Millis): void {
    const said = saidBy(attempt.fate, now);
    this.saidAt = attempt.fate.end === 'hang' ? Infinity : now + attempt.fate.time;
    this.down = passedThrough(this.options.route.down, said.parts, said.ends);
    this.seen = seenOf(attempt.fate, said, { passed: this.down, asked: this.asked });
    this.set(this.seen.end === 'hang' ? Infinity : this.asked + this.seen.time, ANSWERED);
  }

  /** The mock has said its last; whether and when the client hears it is another question. */
  answered(): void {
    this.inner = null;
  }

  hasHead(now: Millis): boolean {
    const { head } = this.seen;
    return head !== null && now - this.asked >= head;
  }

  firstTokenAt(): Millis | null {
    const { firstToken } = this.seen;
    return firstToken === null ? null : this.asked + firstToken;
  }

  leave(): void {
    this.finish(this.options.clock.now(), 'client');
  }

  close(): void {
    this.inner = null;
    this.finish(this.options.clock.now(), 'proxy');
  }

  private arrive(): void {
    const { asking, upstream } = this.options;
    this.inner = upstream.ask(asking, this);
    this.inner.begin();
  }

  private hear(now: Millis): void {
    const isCut = now < this.saidAt - ROUNDING;
    // What the mock says at this very moment, it says by itself.
    if (!isCut) this.inner = null;
    const by = isCut ? 'toxic' : this.seen.end === 'end' ? 'client' : 'upstream';
    this.over(this.seen, now, by);
  }

  /** As far as it had come. */
  private cutAt(now: Millis): Fate {
    if (!this.hasHead(now)) return { ...LOST, time: now - this.asked };
    return { ...this.seen, time: now - this.asked, end: 'fin', terminated: false };
  }

  private over(fate: Fate, now: Millis, by: ConnectionRow['endedBy']): void {
    if (!this.finish(now, by)) return;
    this.seen = fate;
    this.options.caller.answered(this, now);
  }

  private finish(now: Millis, by: ConnectionRow['endedBy']): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    for (const alarm of this.alarms.values()) this.options.clock.cancel(alarm);
    this.alarms.clear();
    this.inner?.leave();
    this.options.ended(this.row(now, by));
    return true;
  }

  private row(now: Millis, by: ConnectionRow['endedBy']): ConnectionRow | null {
    const { refused, toxics } = this.options.route;
    if (refused === 'closed') return null;
    const carried = refused ?? toxics.filter(({ opens }) => opens <= now).map(({ id }) => id);
    return {
      kind: 'connection',
      proxy: this.upstream,
      opened: this.asked,
      ended: now,
      sent: bytesBy(this.up, now),
      received: bytesBy(this.down, now),
      endedBy: by,
      toxics: [...new Set(carried)],
    };
  }

  private set(at: Millis, tag: number): void {
    const { clock } = this.options;
    clock.cancel(this.alarms.get(tag) ?? NO_ALARM);
    this.alarms.delete(tag);
    if (at < Infinity) this.alarms.set(tag, clock.set(at, this, tag));
  }
}

function bytesBy({ pieces }: Passed, now: Millis): number {
  return pieces.reduce((sum, { at, bytes }) => (at <= now ? sum + bytes : sum), 0);
}
