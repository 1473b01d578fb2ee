/** One user's way through a policy: tries, waits, goes on elsewhere, and is answered once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../kit/random.js';
import { budgetOf, type Budget } from '../../simulate/budget.js';
import { gateOf, type Gate } from '../../simulate/gate.js';
import type { Policy } from '../../simulate/policy.js';
import { isRetried, waitBefore, type Failure } from '../../simulate/wait.js';
import type { Dialect } from '../dialects.js';
import { SavedAnswers } from '../hardened/saved-answers.js';
import type { Notes } from '../notes.js';
import type { Read, Wish } from './attempt.js';
import { tryOnce } from './tries.js';

export type Said =
  | {
      readonly is: 'answer';
      readonly pieces: readonly string[];
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly is: 'error'; readonly status: number; readonly body: unknown };

interface Provider {
  readonly dialect: Dialect;
  readonly gate: Gate;
}

type Failed = Extract<Read, { is: 'failure' }>;

/** What one provider made of a wish. */
type Went =
  | Extract<Read, { is: 'answer' }>
  /** `isShut`: it was not asked at all. */
  | { readonly is: 'nothing'; readonly isShut: boolean; readonly last: Failed | null };

/** What an app has beside its policy. */
export interface Belongings {
  readonly books: Notes;
  readonly secret: string;
  readonly chance: Random;
}

/** Tries within a round, and rounds. */
interface Spent {
  retries: number;
  rounds: number;
}

const STATUS_OF_NONE = 502;
const CANNED = 'Please ask our support.';
const DEGRADED = 'x-degraded';

export class Answering {
  private readonly policy: Policy;
  private readonly providers: readonly Provider[];
  private readonly budget: Budget;
  private readonly saved = new SavedAnswers();
  private readonly owns: Belongings;
  private users = 0;
  private inside = 0;

  constructor(policy: Policy, dialects: readonly Dialect[], owns: Belongings) {
    this.policy = policy;
    this.owns = owns;
    this.budget = budgetOf(policy.budget);
    this.providers = dialects.map((dialect, index) => ({
      dialect,
      gate: gateOf(policy.gate, owns.chance.at('gate', index)),
    }));
  }

  async answer(wish: Wish): Promise<Said> {
    const { failover, canned } = this.policy;
    if (canned?.when === 'always') return cannedAnswer(canned.marked);
    this.users += 1;
    const random = this.owns.chance.at('user', this.users);
    this.budget.requested(performance.now());
    let last: Failed | null = null;
    for (const provider of this.providers) {
      const went = await this.askOf(provider, wish, random);
      if (went.is === 'answer') return this.served(wish, went.pieces);
      last = went.last ?? last;
      if (failover === 'never' || (failover === 'when-shut' && !went.isShut)) break;
    }
    return this.without(wish, last, random);
  }

  private async askOf(provider: Provider, wish: Wish, random: Random): Promise<Went> {
    const { gate, dialect } = provider;
    const { policy } = this;
    const spent: Spent = { retries: 0, rounds: 0 };
    for (let last: Failed | null = null; ;) {
      if (!gate.allows(performance.now())) return { is: 'nothing', isShut: true, last };
      const read = await tryOnce({
        dialect,
        wish,
        policy,
        enter: () => this.enter(wish),
        leave: () => void (this.inside -= 1),
      });
      if (read === null) return { is: 'nothing', isShut: false, last };
      this.learn(gate, read);
      if (read.is === 'answer') return read;
      if (policy.dies !== null) await dieOf(read.said);
      last = read;
      const wait = this.waitAfter(read.failure, spent, random);
      if (wait === null) return { is: 'nothing', isShut: false, last };
      if (wait > 0) await sleep(wait);
    }
  }

  private learn(gate: Gate, read: Read): void {
    const now = performance.now();
    if (read.is === 'answer') {
      gate.succeeded(now);
      this.budget.succeeded();
    } else {
      gate.failed(now);
      this.budget.failed();
    }
  }

  /** Null where it is not tried again. */
  private waitAfter(failure: Failure, spent: Spent, random: Random): number | null {
    const { retry, outer } = this.policy;
    const isWithin = spent.retries < retry.times && isRetried(retry, failure);
    if (isWithin && this.budget.take(performance.now(), failure)) {
      spent.retries += 1;
      return waitBefore(spent.retries, retry, failure, random.at('round', spent.rounds));
    }
    if (spent.rounds >= outer.times || !isRetried(outer, failure)) return null;
    spent.rounds += 1;
    spent.retries = 0;
    return waitBefore(spent.rounds, outer, failure, random.at('outer'));
  }

  private enter({ question }: Wish): boolean {
    const { bulkhead, writes } = this.policy;
    if (bulkhead !== null && this.inside >= bulkhead) return false;
    this.inside += 1;
    const { books } = this.owns;
    if (writes === 'each-try' || (writes === 'under-a-key' && books.with(question).length === 0))
      books.add(question);
    return true;
  }

  private served({ question }: Wish, pieces: readonly string[]): Said {
    if (this.policy.cache !== null) this.saved.save(question, pieces);
    return { is: 'answer', pieces, headers: {} };
  }

  private without({ question }: Wish, last: Failed | null, random: Random): Said {
    const { cache, canned } = this.policy;
    const isHit = cache !== null && random.at('cached').unit() < cache.hits;
    const pieces = isHit ? this.saved.find(question) : null;
    if (pieces !== null)
      return { is: 'answer', pieces, headers: cache?.marked ? { [DEGRADED]: 'stale' } : {} };
    return canned === null ? this.errorAfter(last) : cannedAnswer(canned.marked);
  }

  private errorAfter(last: Failed | null): Said {
    const status = last?.failure.kind === 'refused' ? last.failure.status : STATUS_OF_NONE;
    const said = last?.said ?? 'not asked';
    switch (this.policy.failure) {
      case 'typed':
        return { is: 'error', status: 503, body: { error: { code: 'unavailable' } } };
      case 'raw':
        return { is: 'error', status, body: { error: said } };
      case 'leak':
        return { is: 'error', status, body: { error: said, env: { ANTHROPIC_API_KEY: this.owns.secret } } };
      case 'empty-success':
        return { is: 'answer', pieces: [''], headers: {} };
    }
  }
}

function cannedAnswer(marked: boolean): Said {
  return { is: 'answer', pieces: [CANNED], headers: marked ? { [DEGRADED]: 'canned' } : {} };
}

/** As of a rejection that nobody handled. */
function dieOf(said: string): Promise<never> {
  setImmediate(() => {
    throw new Error(said);
  });
  return new Promise(() => undefined);
}
