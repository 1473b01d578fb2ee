/** One inbound under way: what was sent, what has been read of its response, and how it ended. */
import type { Question } from '../../catalog/arrivals/question.js';
import type { ResponseEnd } from '../../model/event.js';
import type { Journey } from '../../model/scenario.js';
import type { Clock, Millis } from '../../model/units.js';
import type { Outgoing } from './outgoing.js';
import { ResponseReader, type Headers, type Reading } from './reader.js';

/** An inbound that is over. */
export interface EndedVisit {
  readonly inbound: number;
  readonly journey: Journey;
  readonly question: Question;
  readonly due: Millis;
  readonly sent: Millis | null;
  readonly ended: Millis;
  readonly end: ResponseEnd;
  readonly reading: Reading;
}

export interface VisitOptions {
  readonly inbound: number;
  readonly journey: Journey;
  readonly question: Question;
  readonly request: Outgoing;
  readonly due: Millis;
  readonly bodyBytes: number;
  readonly clock: Clock;
  onEnd(visit: Visit, ended: EndedVisit): void;
}

export class Visit {
  readonly request: Outgoing;
  readonly journey: Journey;
  readonly due: Millis;
  private readonly options: VisitOptions;
  private readonly reader: ResponseReader;
  private readonly sent: Millis;
  private isOver = false;
  private hangUp: () => void = () => undefined;

  constructor(options: VisitOptions) {
    this.options = options;
    this.request = options.request;
    this.journey = options.journey;
    this.due = options.due;
    this.reader = new ResponseReader(options.journey, options.bodyBytes);
    this.sent = options.clock.now();
  }

  get isOpen(): boolean {
    return !this.isOver;
  }

  get hasHead(): boolean {
    return this.reader.hasHead;
  }

  /** How the engine lets go of its connection when this visit is ended from elsewhere. */
  onHangUp(hangUp: () => void): void {
    this.hangUp = hangUp;
  }

  head(status: number, headers: Headers): void {
    if (!this.isOver) this.reader.head(status, headers, this.options.clock.now());
  }

  body(chunk: Uint8Array): void {
    if (!this.isOver) this.reader.body(chunk, this.options.clock.now());
  }

  /** The connection was lost before the response had come to its end. */
  lose(): void {
    this.end(this.reader.hasHead ? 'aborted' : 'reset');
  }

  /** Only the first end counts. */
  end(end: ResponseEnd): void {
    if (this.isOver) return;
    this.isOver = true;
    const { inbound, journey, question, due, clock } = this.options;
    const ended = clock.now();
    const reading = this.reader.finish(end === 'complete', ended);
    const sent = end === 'unsent' ? null : this.sent;
    this.options.onEnd(this, { inbound, journey, question, due, sent, ended, end, reading });
  }

  /** The user, or the end of the run, gives it up. */
  giveUp(end: 'deadline' | 'censored'): void {
    if (this.isOver) return;
    this.end(end);
    this.hangUp();
  }
}
