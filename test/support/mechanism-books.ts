/** What the app in `mechanism-subject` says that it did, beside what we saw of it. */
import { questionOf } from '../../src/catalog/arrivals/draw.js';
import type { ResponseRow } from '../../src/model/event.js';
import type { RunRecord } from '../../src/model/record.js';
import { attachedRun, freePorts, planOf, startApp } from './attached-run.js';
import { scenarioOf, type Trial } from './mechanism-policies.js';

/** Something that happened to a user, by their page's place; times are the app's. */
interface Entry {
  readonly user: number;
  readonly at: number;
}

export interface Attempt {
  readonly user: number;
  readonly upstream: 'first' | 'second';
  readonly began: number;
  readonly ended: number | null;
  readonly outcome: 'open' | 'answered' | 'refused' | 'broken' | 'given-up' | 'cancelled';
  readonly retryAfter: number | null;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

export interface Wait extends Entry {
  readonly rank: number;
  readonly asked: number | null;
  readonly waited: number;
}

interface Retries {
  readonly waits: readonly Wait[];
  readonly declined: readonly Entry[];
}

/** Those of mechanisms that the policy doesn't name are missing. */
export interface Books {
  readonly users: readonly {
    readonly token: string;
    readonly came: number;
    readonly left: number | null;
    readonly gave: 'answer' | 'saved' | 'promise' | 'error' | null;
  }[];
  readonly attempts: readonly Attempt[];
  readonly hedge: readonly { readonly user: number; readonly waited: number }[];
  readonly retry: Retries;
  readonly around: Retries;
  readonly bulkhead: { readonly most: number; readonly refused: readonly Entry[] };
  readonly breaker: {
    readonly opened: readonly number[];
    readonly probes: readonly number[];
    readonly closed: readonly number[];
    readonly refused: readonly Entry[];
  };
  readonly second: readonly Entry[];
  readonly coalescing: readonly Entry[];
  readonly cache: {
    readonly hits: readonly { readonly user: number; readonly age: number }[];
    readonly expired: readonly { readonly user: number; readonly age: number }[];
  };
  readonly queue: {
    readonly accepted: readonly Entry[];
    readonly refused: readonly Entry[];
    readonly completed: readonly (Entry & { readonly id: number })[];
    readonly lost: readonly (Entry & { readonly id: number })[];
  };
}

/** Both sides of one run. */
export interface Told {
  readonly run: RunRecord;
  readonly books: Books;
  /** The response that we saw of a user's page; undefined for those who came before the run began. */
  readonly rowOf: (user: number) => ResponseRow | undefined;
  /** How late a busy machine made nine in ten of the requests arrive: the two can't agree on a time any better. */
  readonly lag: number;
  /** A time of the app's clock on ours. */
  readonly ours: (at: number) => number;
}

export async function playTrial(name: string, trial: Trial): Promise<Told> {
  const [first = 0, second = 0] = await freePorts(2);
  const app = await startApp('mechanism-subject/app.mjs', {
    POLICY: JSON.stringify(trial.policy),
    FIRST_URL: `http://127.0.0.1:${String(first)}`,
    SECOND_URL: `http://127.0.0.1:${String(second)}`,
  });
  try {
    const run = await attachedRun(planOf(scenarioOf(name, trial, { first, second }), 7), app);
    return toldBy(run, JSON.parse(await app.ask('/books')) as Books);
  } finally {
    await app.stop();
  }
}

function toldBy(run: RunRecord, books: Books): Told {
  const rows = pairedRows(run, books);
  const ways = [...rows].map(([user, { due }]) => (books.users[user]?.came ?? 0) - due).sort((a, b) => a - b);
  // No request arrives before it was due, so the quickest one shows how far the clocks are apart.
  const [apart = 0] = ways;
  const lag = 2 * ((ways[Math.floor(0.9 * ways.length)] ?? apart) - apart);
  return { run, books, lag, rowOf: (user) => rows.get(user), ours: (at) => at - apart };
}

/** Whoever asks the same carries the same token; they come in the order in which they were sent. */
function pairedRows(run: RunRecord, books: Books): ReadonlyMap<number, ResponseRow> {
  const byToken = new Map<string, ResponseRow[]>();
  for (const row of [...run.responses].sort((a, b) => (a.sent ?? 0) - (b.sent ?? 0))) {
    const { token } = questionOf(run.plan, row.inbound);
    byToken.set(token, [...(byToken.get(token) ?? []), row]);
  }
  const pairs = books.users.map(({ token }, user) => [user, byToken.get(token)?.shift()] as const);
  return new Map(pairs.flatMap(([user, row]) => (row === undefined ? [] : [[user, row] as const])));
}
