/** Attempts, grouped into calls and put on the time axis. */
import { invariant } from '../../kit/invariant.js';
import { Sequence, type List } from '../../kit/list.js';
import type { AttemptRow } from '../../model/event.js';
import type { Millis } from '../../model/units.js';
import { chained, END, rowsIn, type Chains } from './chains.js';

/** Attempts of one inbound at one upstream for one step, in order; never empty. */
export interface Call {
  readonly inbound: number;
  readonly upstream: string;
  readonly first: AttemptRow;
  readonly attempts: readonly AttemptRow[];
  /** How many attempts: where nothing else is asked, no list of them is made. */
  readonly tries: number;
}

/** Start times, ascending. */
export type Starts = Float64Array;

export function callsOf(attempts: List<AttemptRow>): List<Call> {
  return new Calls(attempts, chained(attempts));
}

class Calls extends Sequence<Call> {
  private readonly rows: List<AttemptRow>;
  private readonly chains: Chains;

  constructor(rows: List<AttemptRow>, chains: Chains) {
    super();
    this.rows = rows;
    this.chains = chains;
  }

  get length(): number {
    return this.chains.heads.length;
  }

  entry(index: number): Call {
    return new Chained(this.rows, this.chains, this.chains.heads[index] ?? 0);
  }
}

class Chained implements Call {
  private readonly rows: List<AttemptRow>;
  private readonly chains: Chains;
  private readonly head: number;
  private kept: readonly AttemptRow[] | null = null;

  constructor(rows: List<AttemptRow>, chains: Chains, head: number) {
    this.rows = rows;
    this.chains = chains;
    this.head = head;
  }

  get inbound(): number {
    return this.first.inbound ?? 0;
  }

  get upstream(): string {
    return this.first.upstream;
  }

  get first(): AttemptRow {
    const row = this.rows.at(this.head);
    invariant(row !== undefined, 'a call has a first attempt');
    return row;
  }

  get attempts(): readonly AttemptRow[] {
    return (this.kept ??= rowsIn(this.rows, this.chains.next, this.head));
  }

  get tries(): number {
    const { next } = this.chains;
    let tries = 0;
    for (let place = this.head; place !== END; place = next[place] ?? END) tries += 1;
    return tries;
  }
}

/** Also what no user caused: a provider bears that too. What came before the run's first moment is left out. */
export function startsByUpstream(attempts: List<AttemptRow>): ReadonlyMap<string, Starts> {
  const lists = new Map<string, number[]>();
  for (const { upstream, started } of attempts) {
    if (started < 0) continue;
    const list = lists.get(upstream);
    if (list === undefined) lists.set(upstream, [started]);
    else list.push(started);
  }
  return new Map([...lists].map(([upstream, list]) => [upstream, Float64Array.from(list).sort()]));
}

/** How many starts lie from `opens` (included) to `closes` (excluded). */
export function countWithin(starts: Starts, opens: Millis, closes: Millis): number {
  return placeOf(starts, closes) - placeOf(starts, opens);
}

/** Index of the first start that isn't before `at`. */
export function placeOf(starts: Starts, at: Millis): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Peak {
  readonly count: number;
  /** When its second began. */
  readonly at: Millis;
}

/** The fullest second that begins with a start in the stretch and doesn't reach beyond it. */
export function fullestSecond(starts: Starts, opens: Millis, closes: Millis): Peak {
  const end = placeOf(starts, closes);
  let peak: Peak = { count: 0, at: opens };
  let right = placeOf(starts, opens);
  for (let left = right; left < end; left += 1) {
    const at = starts[left] ?? 0;
    while (right < end && (starts[right] ?? 0) < at + 1000) right += 1;
    if (right - left > peak.count) peak = { count: right - left, at };
  }
  return peak;
}
