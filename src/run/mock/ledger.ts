/** What all upstreams of a run count together: ids of attempts and calls, answers, open attempts. */
import type { AttemptRow } from '../../model/event.js';
import type { FindMinted } from '../../model/minted.js';
import type { Clock, Millis } from '../../model/units.js';
import { mintedBook, type MintedBook } from './minted.js';
import { endedBy, outcomeOf, type Ending, type Judged } from './outcome.js';
import type { Owner } from './correlate.js';
import type { Calls, Placed } from './calls.js';

/** An attempt while it is open. */
export interface Attempt extends Judged {
  readonly id: number;
  readonly upstream: string;
  readonly owner: Owner;
  readonly placed: Placed;
  readonly started: Millis;
  readonly faults: readonly string[];
  readonly retryAfter: Millis | null;
  readonly model: string;
  readonly tokensIn: number;
  /** What the caller's SDK says of itself, or null. */
  readonly retryCount: number | null;
  /** What passed it on, where that says so, or null. */
  readonly gateway: string | null;
  /** Of the upstream that it belongs to. */
  readonly calls: Calls;
}

export interface Ledger {
  nextAttempt(): number;
  nextCall(): number;
  readonly minted: MintedBook;
  readonly findMinted: FindMinted;
  opened(): void;
  ended(attempt: Attempt, ending: Ending): void;
  open(): number;
}

export interface LedgerOptions {
  readonly seed: number;
  readonly upstreams: readonly string[];
  readonly clock: Clock;
  onAttempt(row: AttemptRow): void;
}

export function ledgerOf(options: LedgerOptions): Ledger {
  const { clock } = options;
  const minted = mintedBook(options.seed, options.upstreams, clock);
  let attempts = 0;
  let calls = 0;
  let open = 0;
  return {
    nextAttempt: () => (attempts += 1),
    nextCall: () => (calls += 1),
    minted,
    findMinted: minted.find,
    opened: () => {
      open += 1;
    },
    ended: (attempt, ending) => {
      const now = clock.now();
      open -= 1;
      minted.said(attempt.id, now);
      const row = rowOf(attempt, ending, now);
      attempt.calls.ended(attempt.owner.inbound, attempt.placed.call, row.outcome);
      options.onAttempt(row);
    },
    open: () => open,
  };
}

function rowOf(attempt: Attempt, ending: Ending, now: Millis): AttemptRow {
  const { owner, placed } = attempt;
  return {
    kind: 'attempt',
    id: attempt.id,
    inbound: owner.inbound,
    also: owner.also,
    call: placed.call,
    upstream: attempt.upstream,
    ordinal: placed.ordinal,
    started: attempt.started,
    ended: now,
    endedBy: endedBy(ending),
    outcome: outcomeOf(ending, attempt),
    status: ending.status,
    faults: attempt.faults,
    // What never went out was never asked for.
    retryAfter: ending.status === null ? null : attempt.retryAfter,
    model: attempt.model,
    tokensIn: attempt.tokensIn,
    tokensOut: ending.written + ending.committed,
    firstToken: ending.firstToken,
    retryCount: attempt.retryCount,
    body: placed.body,
    gateway: attempt.gateway,
  };
}
