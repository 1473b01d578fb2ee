/**
 * How an answer is got: from the first provider whose gate is open, with a retry where the budget has
 * one, then from the next provider, then from what was saved. Whatever happens, it is over in time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dialect } from '../dialects.js';
import { attempt } from './attempt.js';
import { AttemptFailure } from './failure.js';
import { Gate } from './gate.js';
import { RetryBudget } from './retry-budget.js';
import { SavedAnswers } from './saved-answers.js';

/** Below the 3 s after which users think that nothing comes any more. */
const DEADLINE = 2_800;
/** A retry at the same provider is worth it only where the failure was quick. */
const QUICK = 300;
const LONGEST_BACKOFF = 150;
/** Less than this is not enough for an answer. */
const LEAST_TIME = 500;
/** How long after an answer broke off we hold answers back until they are whole. */
const SHAKY_FOR = 15_000;

export type Outcome =
  | { readonly is: 'fresh' | 'saved'; readonly pieces: readonly string[] }
  /** Part of it has gone to the user already. */
  | { readonly is: 'broken' }
  | { readonly is: 'unavailable' };

export interface Wish {
  readonly question: string;
  readonly gone: AbortSignal;
  /** Null where the answer is wanted whole. */
  readonly onToken: ((token: string) => void) | null;
}

interface Provider {
  readonly dialect: Dialect;
  readonly gate: Gate;
  readonly budget: RetryBudget;
}

export class Answering {
  private readonly providers: readonly Provider[];
  private readonly saved = new SavedAnswers();
  private readonly chance: () => number;
  private shakyUntil = 0;

  constructor(dialects: readonly Dialect[], chance: () => number = Math.random) {
    this.chance = chance;
    this.providers = dialects.map((dialect) => ({
      dialect,
      gate: new Gate(chance),
      budget: new RetryBudget(),
    }));
  }

  /** True while answers break off or crawl: a slower first word is better than half an answer. */
  get isShaky(): boolean {
    return performance.now() < this.shakyUntil;
  }

  async answer(wish: Wish): Promise<Outcome> {
    const deadline = performance.now() + DEADLINE;
    for (const provider of this.providers) {
      const outcome = await this.answerFrom(provider, wish, deadline);
      if (outcome !== null) return outcome;
    }
    const pieces = this.saved.find(wish.question);
    return pieces === null ? { is: 'unavailable' } : { is: 'saved', pieces };
  }

  /** Null where the next provider may try. */
  private async answerFrom(provider: Provider, wish: Wish, deadline: number): Promise<Outcome | null> {
    for (let tries = 1; deadline - performance.now() > LEAST_TIME && !wish.gone.aborted; tries += 1) {
      const began = performance.now();
      const tried = await this.tryOnce(provider, wish, deadline);
      if (tried === null || !(tried instanceof AttemptFailure)) return tried;
      const isQuick = performance.now() - began < QUICK;
      if (tries > 1 || !isQuick || !mayRetry(tried) || !provider.gate.isOpen) return null;
      if (!provider.budget.take()) return null;
      await sleep(this.chance() * LONGEST_BACKOFF);
    }
    return null;
  }

  /** Null where the gate is shut. */
  private async tryOnce(
    { dialect, gate, budget }: Provider,
    { question, gone, onToken }: Wish,
    deadline: number,
  ): Promise<Outcome | AttemptFailure | null> {
    const pass = gate.enter(performance.now());
    if (pass === null) return null;
    budget.called();
    const poured = { tokens: 0 };
    const pour = (token: string): void => {
      poured.tokens += 1;
      onToken?.(token);
    };
    try {
      const { pieces, wasSlow } = await attempt({
        dialect,
        question,
        deadline,
        gone,
        onToken: onToken === null ? null : pour,
      });
      if (wasSlow) this.stumbled();
      if (wasSlow) pass.failed(new AttemptFailure('slow'), performance.now());
      else pass.succeeded(performance.now());
      this.saved.save(question, pieces);
      return { is: 'fresh', pieces };
    } catch (error) {
      const failure = error instanceof AttemptFailure ? error : new AttemptFailure('invalid');
      pass.failed(failure, performance.now());
      if (failure.kind === 'broken' || poured.tokens > 0) this.stumbled();
      return poured.tokens > 0 ? { is: 'broken' } : failure;
    }
  }

  private stumbled(): void {
    this.shakyUntil = performance.now() + SHAKY_FOR;
  }
}

/** What may be different the next time, and was not asked to wait for. */
function mayRetry({ kind, status, retryAfter }: AttemptFailure): boolean {
  if (retryAfter !== null) return false;
  return kind === 'unreachable' || kind === 'broken' || (status !== null && status >= 500 && status !== 529);
}
