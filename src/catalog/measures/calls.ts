/** Attempts, grouped into calls and put on the time axis. */
import { ByNumber } from '../../kit/by-number.js';
import type { AttemptRow } from '../../model/event.js';
import type { Millis } from '../../model/units.js';

/** Attempts of one inbound at one upstream for one step, in order; never empty. */
export interface Call {
  readonly inbound: number;
  readonly upstream: string;
  readonly first: AttemptRow;
  readonly attempts: readonly AttemptRow[];
}

/** Start times, ascending. */
export type Starts = Float64Array;

export function callsOf(attempts: readonly AttemptRow[]): readonly Call[] {
  const calls: Grouped[] = [];
  /** Nearly always one call an inbound. */
  const byInbound = new ByNumber<Grouped | Grouped[]>();
  for (const row of attempts) {
    if (row.inbound === null) continue;
    const known = byInbound.get(row.inbound);
    const call = Array.isArray(known) ? known.find((one) => one.takes(row)) : known;
    if (call?.takes(row) === true) {
      call.add(row);
      continue;
    }
    const begun = new Grouped(row.inbound, row);
    calls.push(begun);
    if (known === undefined) byInbound.set(row.inbound, begun);
    else if (Array.isArray(known)) known.push(begun);
    else byInbound.set(row.inbound, [known, begun]);
  }
  for (const call of calls) call.sort();
  return calls;
}

/** A list for a single attempt is made when it is asked for: calls come by the million. */
class Grouped implements Call {
  readonly inbound: number;
  first: AttemptRow;
  private several: AttemptRow[] | null = null;

  constructor(inbound: number, first: AttemptRow) {
    this.inbound = inbound;
    this.first = first;
  }

  get upstream(): string {
    return this.first.upstream;
  }

  get attempts(): readonly AttemptRow[] {
    return this.several ?? [this.first];
  }

  takes(row: AttemptRow): boolean {
    return this.first.call === row.call && this.first.upstream === row.upstream;
  }

  add(row: AttemptRow): void {
    if (this.several === null) this.several = [this.first, row];
    else this.several.push(row);
  }

  sort(): void {
    if (this.several === null) return;
    this.several.sort((a, b) => a.ordinal - b.ordinal || a.started - b.started || a.id - b.id);
    this.first = this.several[0] ?? this.first;
  }
}

/** Also what no user caused: a provider bears that too. What came before the run's first moment is left out. */
export function startsByUpstream(attempts: readonly AttemptRow[]): ReadonlyMap<string, Starts> {
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
