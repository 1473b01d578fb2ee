/** Performs a plan on an outlet, every step at its absolute time: late steps never push later ones back. */
import { unreachable } from '../../kit/invariant.js';
import type { Clock, Millis } from '../../model/units.js';
import type { WirePlan, WireStep } from '../../model/wire.js';
import type { Ending } from './outcome.js';
import type { Outlet } from './outlet.js';
import { TOLERANCE, type Alarm, type Wheel } from './wheel.js';

export interface Stage {
  readonly outlet: Outlet;
  readonly wheel: Wheel;
  readonly clock: Clock;
  onEnd(ending: Ending): void;
  /** It stands still, until `resume` or the end of the connection. */
  onHang(): void;
}

/** A reset throws away what hasn't left us, or hasn't been read yet: it waits for words that went out with it. */
const UNREAD: Millis = 5;

export class Performance implements Alarm {
  due: Millis;
  private readonly stage: Stage;
  private plan: WirePlan;
  private next = 0;
  private status: number | null = null;
  private written = 0;
  private committed = 0;
  private terminated = false;
  private hung = false;
  /** True once something was said in this ring. */
  private spoke = false;
  private over = false;

  constructor(plan: WirePlan, start: Millis, stage: Stage) {
    this.plan = plan;
    this.stage = stage;
    this.due = start + (plan[0]?.after ?? 0);
  }

  /** What is due goes out; for the rest the wheel rings. */
  ring(now: Millis): void {
    if (this.over) return;
    if (this.sayWhole(now)) return;
    this.spoke = false;
    this.stage.outlet.together(() => this.say(now));
    if (this.isWaiting()) this.stage.wheel.set(this);
  }

  /** Goes on with what a hang has held back. */
  resume(plan: WirePlan, now: Millis): void {
    if (!this.hung || this.over) return;
    this.hung = false;
    this.plan = plan;
    this.next = 0;
    this.due = now + (plan[0]?.after ?? 0);
    this.ring(now);
  }

  /** The subject hung up. */
  leave(): void {
    if (!this.over) this.finish('left');
  }

  /** The run is over. */
  close(): void {
    if (this.over) return;
    this.finish('closed');
    this.stage.outlet.fin();
  }

  /** Steps that have gone out, pings not counted. */
  said(): readonly WireStep[] {
    return this.plan.slice(0, this.next).filter((step) => step.do !== 'write' || step.part !== 'ping');
  }

  private sayWhole(now: Millis): boolean {
    const [head, body, end] = this.plan;
    if (this.next > 0 || this.plan.length !== 3 || this.due > now + TOLERANCE) return false;
    if (head?.do !== 'head' || body?.do !== 'write' || end?.do !== 'end') return false;
    if (body.after > 0 || end.after > 0) return false;
    this.status = head.status;
    this.written = body.tokens;
    this.stage.outlet.whole(head.status, head.headers, body.text);
    this.finish('end');
    return true;
  }

  private say(now: Millis): void {
    while (this.isWaiting() && this.due <= now + TOLERANCE) {
      const step = this.plan[this.next];
      if (step === undefined) this.endWith('end');
      else if (step.do === 'write') this.write(now);
      else if (step.do === 'reset' && this.spoke) this.letThemRead();
      else {
        this.advance();
        this.act(step);
      }
    }
  }

  private isWaiting(): boolean {
    return !this.over && !this.hung;
  }

  private act(step: Exclude<WireStep, { readonly do: 'write' }>): void {
    switch (step.do) {
      case 'head':
        this.status = step.status;
        this.spoke = true;
        this.stage.outlet.head(step.status, step.headers);
        return;
      case 'commit':
        this.committed += step.tokens;
        return;
      case 'end':
      case 'fin':
      case 'reset':
        this.endWith(step.do);
        return;
      case 'hang':
        this.hung = true;
        this.stage.onHang();
        return;
      default:
        unreachable(step);
    }
  }

  /** All writes that are due go out as one. */
  private write(now: Millis): void {
    let text = '';
    for (;;) {
      const step = this.plan[this.next];
      if (step?.do !== 'write' || this.due > now + TOLERANCE) break;
      text += step.text;
      this.written += step.tokens;
      if (step.part === 'terminator') this.terminated = true;
      this.advance();
    }
    this.spoke = true;
    this.stage.outlet.write(text);
  }

  private letThemRead(): void {
    this.spoke = false;
    this.due = this.stage.clock.now() + UNREAD;
  }

  private advance(): void {
    this.next += 1;
    this.due += this.plan[this.next]?.after ?? 0;
  }

  private endWith(by: 'end' | 'fin' | 'reset'): void {
    this.stage.outlet[by]();
    this.finish(by);
  }

  private finish(by: Ending['by']): void {
    this.over = true;
    const { hung, status, written, committed, terminated } = this;
    this.stage.onEnd({ by, hung, status, written, committed, terminated });
  }
}
