/** Attempts, grouped into calls and put on the time axis. */
import { invariant } from '../../../kit/invariant.js';
import { numbersOf, Picked, Sequence, type List } from '../../../kit/list.js';
import type { AttemptRow } from '../../../model/event.js';
import type { Millis } from '../../../model/units.js';
import { chained, lengthOf, rowsIn, type Chains } from './chains.js';

/** Attempts of one inbound at one upstream for one step, in order; never empty. */
export interface Call {
  readonly inbound: number;
  readonly upstream: string;
  readonly first: AttemptRow;
  readonly attempts: readonly AttemptRow[];
  /** How many attempts: where nothing else is asked, no list of them is made. */
  readonly tries: number;
  /** When its request was due; when it began, where that isn't known. */
  readonly due: Millis;
}

/** Start times, ascending. */
export type Starts = Float64Array;

type DueOf = (inbound: number) => Millis | undefined;

/** Of the attempts at the places that are taken. */
export function callsOf(
  attempts: List<AttemptRow>,
  dueOf: DueOf,
  takes: (place: number) => boolean = () => true,
): Calls {
  return new Calls(attempts, chained(attempts, takes), dueOf);
}

/** What most measures ask of a call stands in columns: they come by the million, and each is asked again and again. */
export class Calls extends Sequence<Call> {
  readonly length: number;
  readonly rows: List<AttemptRow>;
  readonly chains: Chains;
  readonly dues: Float64Array;
  readonly upstreams: Uint16Array;
  readonly names: string[] = [];

  constructor(rows: List<AttemptRow>, chains: Chains, dueOf: DueOf) {
    super();
    this.rows = rows;
    this.chains = chains;
    this.length = chains.heads.length;
    this.dues = new Float64Array(this.length);
    this.upstreams = new Uint16Array(this.length);
    chains.heads.forEach((head, index) => {
      const { inbound, upstream, started } = firstOf(rows, head);
      this.dues[index] = dueOf(inbound ?? 0) ?? started;
      this.upstreams[index] = this.numberOf(upstream);
    });
  }

  entry(index: number): Call {
    return new Chained(this, index);
  }

  private numberOf(upstream: string): number {
    const known = this.names.indexOf(upstream);
    return known < 0 ? this.names.push(upstream) - 1 : known;
  }
}

function firstOf(rows: List<AttemptRow>, head: number | undefined): AttemptRow {
  const row = rows.at(head ?? 0);
  invariant(row !== undefined, 'a call has a first attempt');
  return row;
}

class Chained implements Call {
  private readonly calls: Calls;
  private readonly index: number;
  private kept: readonly AttemptRow[] | null = null;

  constructor(calls: Calls, index: number) {
    this.calls = calls;
    this.index = index;
  }

  get inbound(): number {
    return this.first.inbound ?? 0;
  }

  get upstream(): string {
    return this.calls.names[this.calls.upstreams[this.index] ?? 0] ?? '';
  }

  get tries(): number {
    return lengthOf(this.calls.chains.next, this.head);
  }

  get due(): Millis {
    return this.calls.dues[this.index] ?? 0;
  }

  get first(): AttemptRow {
    return firstOf(this.calls.rows, this.head);
  }

  get attempts(): readonly AttemptRow[] {
    return (this.kept ??= rowsIn(this.calls.rows, this.calls.chains.next, this.head));
  }

  private get head(): number {
    return this.calls.chains.heads[this.index] ?? 0;
  }
}

/** Also what no user caused: a provider bears that too. What came before the run's first moment is left out. */
export function startsAt(upstream: string, attempts: List<AttemptRow>): Starts {
  const own = Picked.of(attempts, (row) => row.upstream === upstream && row.started >= 0);
  return numbersOf(own, ({ started }) => started).sort();
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
