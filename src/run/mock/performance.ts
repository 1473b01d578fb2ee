/** Performs a plan on an outlet, every step at its absolute time: late steps never push later ones back. */
import { unreachable } from '../../kit/invariant.js';
import type { Clock, Millis } from '../../model/units.js';
import type { WirePlan } from '../../model/wire.js';
import type { Alarm, Wheel } from '../wheel.js';
import type { Ending } from './outcome.js';
import type { Outlet } from './outlet.js';
import { sheetOf, type Act, type Sheet } from './sheet.js';

export interface Stage {
  readonly outlet: Outlet;
  readonly wheel: Wheel;
  readonly clock: Clock;
  onEnd(ending: Ending): void;
  /** It stands still, until `resume` or the end of the connection. */
  onHang(): void;
}

/** What a wait may lack, and still not be early by anybody's measure. */
const TOLERANCE: Millis = 0.02;
/** A reset throws away what hasn't left us, or hasn't been read yet: it waits for words that went out with it. */
const UNREAD: Millis = 5;

export class Performance implements Alarm {
  due: Millis;
  place = -1;
  private readonly stage: Stage;
  private sheet: Sheet;
  private next = 0;
  private status: number | null = null;
  private written = 0;
  private committed = 0;
  private terminated = false;
  private firstToken: Millis | null = null;
  private hung = false;
  /** True once something was said in this ring. */
  private spoke = false;
  private over = false;

  constructor(plan: WirePlan, start: Millis, stage: Stage) {
    this.stage = stage;
    this.sheet = sheetOf(plan, stage.outlet);
    this.due = start + this.sheet.after(0);
  }

  /** What is due goes out; for the rest the wheel rings. */
  ring(now: Millis): void {
    if (this.over) return;
    if (this.sayWhole(now)) return;
    this.spoke = false;
    if (this.isWordAlone(now)) this.write(now);
    else this.stage.outlet.together(() => this.say(now));
    if (this.isWaiting()) this.stage.wheel.set(this, this.due);
  }

  /** Goes on with what a hang has held back. */
  resume(plan: WirePlan, now: Millis): void {
    if (!this.hung || this.over) return;
    this.hung = false;
    this.sheet = sheetOf(plan, this.stage.outlet);
    this.next = 0;
    this.due = now + this.sheet.after(0);
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

  /** How many steps have gone out, the one that stands still included. */
  said(): number {
    return this.next;
  }

  private sayWhole(now: Millis): boolean {
    const { whole } = this.sheet;
    if (whole === null || this.due > now + TOLERANCE) return false;
    this.status = whole.head.status;
    this.written = whole.body.tokens;
    if (this.written > 0) this.firstToken = now;
    this.stage.outlet.whole(whole.head.status, whole.head.headers, whole.body.text);
    this.finish('end');
    return true;
  }

  /** Nearly every token of a stream: there is nothing to gather it with. */
  private isWordAlone(now: Millis): boolean {
    const { sheet, next, due } = this;
    if (due > now + TOLERANCE || next + 1 >= sheet.length || sheet.act(next) !== null) return false;
    return due + sheet.after(next + 1) > now + TOLERANCE;
  }

  private say(now: Millis): void {
    while (this.isWaiting() && this.due <= now + TOLERANCE) {
      const act = this.sheet.act(this.next);
      if (act === null && this.next < this.sheet.length) this.write(now);
      else if (act === null) this.endWith('end');
      else if (act.do === 'reset' && this.spoke) this.letThemRead();
      else {
        this.advance();
        this.act(act);
      }
    }
  }

  private isWaiting(): boolean {
    return !this.over && !this.hung;
  }

  private act(step: Act): void {
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
    const { sheet } = this;
    const from = this.next;
    while (this.next < sheet.length && this.due <= now + TOLERANCE && sheet.act(this.next) === null) {
      this.written += sheet.tokens(this.next);
      if (sheet.isTerminator(this.next)) this.terminated = true;
      this.advance();
    }
    if (this.firstToken === null && this.written > 0) this.firstToken = now;
    this.spoke = true;
    const words = sheet.words(from, this.next);
    if (typeof words === 'string') this.stage.outlet.write(words);
    else this.stage.outlet.send(words);
  }

  private letThemRead(): void {
    this.spoke = false;
    this.due = this.stage.clock.now() + UNREAD;
  }

  private advance(): void {
    this.next += 1;
    this.due += this.sheet.after(this.next);
  }

  private endWith(by: 'end' | 'fin' | 'reset'): void {
    this.stage.outlet[by]();
    this.finish(by);
  }

  private finish(by: Ending['by']): void {
    this.over = true;
    this.stage.wheel.clear(this);
    const { hung, status, written, committed, terminated, firstToken } = this;
    this.stage.onEnd({ by, hung, status, written, committed, terminated, firstToken });
  }
}
