/**
 * The gate in front of one provider. A breaker: when too many calls fail it shuts, opens for one call
 * at a time after a while, and when these succeed lets traffic back in. A limit of open calls grows
 * with each success and shrinks with each sign of overload, so that coming back is a slope and no
 * surge. And it keeps to what the provider asked for: no call before its Retry-After is over.
 */
import type { AttemptFailure } from './failure.js';

const RESULTS = 20;
const LEAST_RESULTS = 5;
const WORST_SHARE = 0.4;
const OLDEST_RESULT = 10_000;
const PROBES = 2;
const LIMIT = { first: 4, most: 200 };
/** One crowd of late answers is one sign of overload. */
const SHRINK_EVERY = 500;
/** A provider that asks for an hour is looked at sooner: one probe hurts nobody. */
const LONGEST_PAUSE = 10_000;

export interface Pass {
  succeeded(now: number): void;
  failed(failure: AttemptFailure, now: number): void;
}

type State =
  | { readonly is: 'open'; results: readonly { readonly at: number; readonly ok: boolean }[] }
  | { readonly is: 'shut'; readonly until: number }
  | { readonly is: 'probing'; readonly succeeded: number };

export class Gate {
  private state: State = { is: 'open', results: [] };
  private limit = LIMIT.most;
  private inside = 0;
  private shrankAt = -Infinity;
  private readonly chance: () => number;

  constructor(chance: () => number) {
    this.chance = chance;
  }

  /** Null where the call must go elsewhere. Every pass is given back once, by one of its two ends. */
  enter(now: number): Pass | null {
    if (this.state.is === 'shut' && now >= this.state.until) this.state = { is: 'probing', succeeded: 0 };
    if (this.state.is === 'shut') return null;
    if (this.inside >= (this.state.is === 'probing' ? 1 : this.limit)) return null;
    this.inside += 1;
    return {
      succeeded: (at) => {
        this.inside -= 1;
        this.onSuccess(at);
      },
      failed: (failure, at) => {
        this.inside -= 1;
        if (failure.isTheirs) this.onFailure(failure, at);
      },
    };
  }

  get isOpen(): boolean {
    return this.state.is === 'open';
  }

  private onSuccess(now: number): void {
    if (this.state.is === 'open') {
      this.limit = Math.min(LIMIT.most, this.limit + 1);
      this.note(now, true);
      return;
    }
    if (this.state.is === 'shut') return;
    const succeeded = this.state.succeeded + 1;
    if (succeeded < PROBES) {
      this.state = { is: 'probing', succeeded };
      return;
    }
    this.limit = LIMIT.first;
    this.state = { is: 'open', results: [] };
  }

  private onFailure(failure: AttemptFailure, now: number): void {
    if (failure.isOverload) this.shrink(now);
    if (failure.retryAfter !== null) this.pause(failure.retryAfter, now);
    else if (this.state.is === 'probing') this.shut(now);
    else this.note(now, false);
  }

  private note(now: number, ok: boolean): void {
    if (this.state.is !== 'open') return;
    const results = [...this.state.results, { at: now, ok }]
      .slice(-RESULTS)
      .filter(({ at }) => now - at <= OLDEST_RESULT);
    this.state.results = results;
    const failures = results.filter((result) => !result.ok).length;
    if (results.length >= LEAST_RESULTS && failures >= WORST_SHARE * results.length) this.shut(now);
  }

  private shut(now: number): void {
    this.state = { is: 'shut', until: now + 1_000 + 1_000 * this.chance() };
  }

  // A little longer than asked for, so that not everybody who was asked comes back together.
  private pause(asked: number, now: number): void {
    const until = now + Math.min(asked, LONGEST_PAUSE) + 500 * this.chance();
    if (this.state.is !== 'shut' || this.state.until < until) this.state = { is: 'shut', until };
  }

  private shrink(now: number): void {
    if (now - this.shrankAt < SHRINK_EVERY) return;
    this.shrankAt = now;
    this.limit = Math.max(LIMIT.first, Math.min(this.limit, Math.ceil(this.inside * 0.7)));
  }
}
