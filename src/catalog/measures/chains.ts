/** Attempts in chains, one a call, as places in their list: four bytes for each, and two numbers for a call. */
import { ByNumber } from '../../kit/by-number.js';
import type { List } from '../../kit/list.js';
import type { AttemptRow } from '../../model/event.js';

export interface Chains {
  /** The first attempt of each call, in the order in which calls were first seen. */
  readonly heads: Int32Array;
  /** The attempt behind each attempt. */
  readonly next: Int32Array;
  /** How many attempts each call has. */
  readonly tries: Uint32Array;
}

export const END = -1;

export function chained(attempts: List<AttemptRow>): Chains {
  const chains = new Growing(attempts);
  for (let place = 0; place < attempts.length; place += 1) chains.put(place);
  chains.sort();
  const { heads, next, tries, count } = chains;
  return { heads: heads.slice(0, count), next, tries: tries.slice(0, count) };
}

export function placesIn(next: Int32Array, head: number): number[] {
  const places: number[] = [];
  for (let place = head; place !== END; place = next[place] ?? END) places.push(place);
  return places;
}

export function rowsIn(attempts: List<AttemptRow>, next: Int32Array, head: number): AttemptRow[] {
  const rows: AttemptRow[] = [];
  for (let place = head; place !== END; place = next[place] ?? END) {
    const row = attempts.at(place);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

class Growing implements Chains {
  readonly heads: Int32Array;
  readonly next: Int32Array;
  readonly tries: Uint32Array;
  count = 0;
  private readonly tails: Int32Array;
  private readonly attempts: List<AttemptRow>;
  /** Nearly always one call an inbound. */
  private readonly byInbound = new ByNumber<number | number[]>();

  constructor(attempts: List<AttemptRow>) {
    this.attempts = attempts;
    this.heads = new Int32Array(attempts.length);
    this.tails = new Int32Array(attempts.length);
    this.next = new Int32Array(attempts.length).fill(END);
    this.tries = new Uint32Array(attempts.length);
  }

  put(place: number): void {
    const row = this.attempts.at(place);
    if (row === undefined || row.inbound === null) return;
    const known = this.byInbound.get(row.inbound);
    const call = Array.isArray(known) ? known.find((one) => this.takes(one, row)) : known;
    if (call !== undefined && this.takes(call, row)) {
      this.next[this.tails[call] ?? 0] = place;
      this.tails[call] = place;
      this.tries[call] = 1 + (this.tries[call] ?? 0);
      return;
    }
    const begun = this.begin(place);
    if (known === undefined) this.byInbound.set(row.inbound, begun);
    else if (Array.isArray(known)) known.push(begun);
    else this.byInbound.set(row.inbound, [known, begun]);
  }

  /** By their ordinals: a list has them in the order in which they ended. */
  sort(): void {
    for (let call = 0; call < this.count; call += 1) {
      const head = this.heads[call] ?? 0;
      if (this.next[head] !== END) this.link(call, placesIn(this.next, head).sort(this.inOrder));
    }
  }

  private begin(place: number): number {
    const call = this.count;
    this.count += 1;
    this.heads[call] = place;
    this.tails[call] = place;
    this.tries[call] = 1;
    return call;
  }

  private takes(call: number, row: AttemptRow): boolean {
    const first = this.attempts.at(this.heads[call] ?? 0);
    return first?.call === row.call && first.upstream === row.upstream;
  }

  private link(call: number, places: readonly number[]): void {
    this.heads[call] = places[0] ?? 0;
    for (const [index, place] of places.entries()) this.next[place] = places[index + 1] ?? END;
  }

  private readonly inOrder = (one: number, other: number): number => {
    const [a, b] = [this.attempts.at(one), this.attempts.at(other)];
    if (a === undefined || b === undefined) return 0;
    return a.ordinal - b.ordinal || a.started - b.started || a.id - b.id;
  };
}
