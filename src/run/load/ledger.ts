/** Opens and closes every inbound of a run, so that each has exactly one end, whatever engine drives it. */
import { drawJourney, questionOf } from '../../catalog/arrivals/draw.js';
import { invariant } from '../../kit/invariant.js';
import type { Plan } from '../../model/plan.js';
import type { Clock, Millis } from '../../model/units.js';
import { composer, type Compose } from './outgoing.js';
import { SendLag } from './send-lag.js';
import { Visit, type EndedVisit } from './visit.js';

export interface LedgerOptions {
  readonly plan: Plan;
  readonly target: URL;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  onOpen(inbound: number, token: string, due: Millis): void;
  /** Called once for each inbound; a promise keeps the run from being over. */
  onEnd(ended: EndedVisit): Promise<void> | undefined;
  /** Nothing more is waited for: what `onEnd` still waits for must come to its end now. */
  onLast(): void;
}

export class Ledger {
  readonly sendLag = new SendLag();
  private readonly options: LedgerOptions;
  private readonly compose: ReadonlyMap<string, Compose>;
  private readonly open = new Set<Visit>();
  private readonly pending = new Set<Promise<void>>();
  private begun = 0;
  private ended = 0;
  /** A defect of ours within a callback of a socket, where it would be taken for the subject's. */
  private failure: { readonly cause: unknown } | null = null;
  private onQuiet: () => void = () => undefined;

  constructor(options: LedgerOptions) {
    this.options = options;
    const { plan, target, env } = options;
    this.compose = new Map(plan.journeys.map((each) => [each.name, composer(each, target, env)]));
  }

  get openCount(): number {
    return this.open.size;
  }

  /** `index`: of the journey, where it is known already. */
  begin(inbound: number, due: Millis, index = drawJourney(this.options.plan, inbound)): Visit {
    const visit = this.visit(inbound, due, index);
    this.open.add(visit);
    this.sendLag.note(this.options.clock.now() - due);
    return visit;
  }

  /** It was due, but we could not send it: a user who got nothing, counted as such. */
  unsent(inbound: number, due: Millis): void {
    this.begin(inbound, due).end('unsent');
  }

  /** Waits until everything has ended; what is still open at `until`, asked again on a signal, is censored. */
  async settle(until: () => Millis, signal: AbortSignal): Promise<void> {
    await this.quietBy(until, signal);
    for (const visit of [...this.open]) visit.giveUp('censored');
    this.options.onLast();
    await Promise.all(this.pending);
    if (this.failure !== null) throw this.failure.cause;
    invariant(
      this.begun === this.ended && this.open.size === 0,
      `${this.begun} inbounds began, but ${this.ended} have ended`,
    );
  }

  private visit(inbound: number, due: Millis, index: number): Visit {
    const { plan, clock } = this.options;
    const journey = plan.journeys[index];
    const compose = this.compose.get(journey?.name ?? '');
    invariant(journey !== undefined && compose !== undefined, 'a plan without a journey can not be played');
    const question = questionOf(plan, inbound);
    this.begun += 1;
    this.options.onOpen(inbound, question.token, due);
    return new Visit({
      inbound,
      journey,
      question,
      due,
      clock,
      request: compose(question),
      bodyBytes: plan.limits.bodyBytes,
      onEnd: (visit, ended) => this.close(visit, ended),
    });
  }

  private close(visit: Visit, ended: EndedVisit): void {
    this.open.delete(visit);
    this.ended += 1;
    const pending = this.tell(ended);
    if (pending !== undefined) {
      this.pending.add(pending);
      void pending.then(() => {
        this.pending.delete(pending);
        this.lookForQuiet();
      });
    }
    this.lookForQuiet();
  }

  private tell(ended: EndedVisit): Promise<void> | undefined {
    try {
      return this.options.onEnd(ended)?.catch(this.fail);
    } catch (cause) {
      this.fail(cause);
      return undefined;
    }
  }

  private readonly fail = (cause: unknown): void => {
    this.failure ??= { cause };
  };

  private lookForQuiet(): void {
    if (this.open.size === 0 && this.pending.size === 0) this.onQuiet();
  }

  private async quietBy(until: () => Millis, signal: AbortSignal): Promise<void> {
    if (this.open.size === 0 && this.pending.size === 0) return;
    await new Promise<void>((resolve) => {
      const wait = (): NodeJS.Timeout => setTimeout(over, Math.max(0, until() - this.options.clock.now()));
      const hurry = (): void => {
        clearTimeout(timer);
        timer = wait();
      };
      const over = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', hurry);
        this.onQuiet = () => undefined;
        resolve();
      };
      let timer = wait();
      signal.addEventListener('abort', hurry, { once: true });
      this.onQuiet = over;
    });
  }
}
