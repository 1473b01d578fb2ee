/** Attempts in chains, one a call, as places in their list: four bytes for each, and four for a call. */
import { ByNumber } from '../../../kit/by-number.js';
import type { List } from '../../../kit/list.js';
import type { AttemptRow } from '../../../model/event.js';

export interface Chains {
  /** The first attempt of each call, in the order in which calls were first seen. */
  readonly heads: Int32Array;
  /** The attempt behind each attempt. */
  readonly next: Int32Array;
}

export const END = -1;

/** Of the attempts at the places that are taken. */
export function chained(attempts: List<AttemptRow>, takes: (place: number) => boolean): Chains {
  const chains = new Growing(attempts);
  for (let place = 0; place < attempts.length; place += 1) if (takes(place)) chains.put(place);
  chains.sort();
  const { heads, next, count } = chains;
  return { heads: heads.slice(0, count), next };
}

export function lengthOf(next: Int32Array, head: number): number {
  let length = 0;
  for (let place = head; place !== END; place = next[place] ?? END) length += 1;
  return length;
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
  /** The last attempt of each call, until they are sorted. */
  readonly heads: Int32Array;
  readonly next: Int32Array;
  count = 0;
  private readonly attempts: List<AttemptRow>;
  /** The last call of each inbound, and of each call the one before it. */
  private readonly byInbound = new ByNumber();
  private readonly before: Int32Array;

  constructor(attempts: List<AttemptRow>) {
    this.attempts = attempts;
    this.heads = new Int32Array(attempts.length);
    this.next = new Int32Array(attempts.length);
    this.before = new Int32Array(attempts.length);
  }

  put(place: number): void {
    const row = this.attempts.at(place);
    if (row === undefined || row.inbound === null) return;
    const last = this.byInbound.get(row.inbound) ?? END;
    let call = last;
    while (call !== END && !this.takes(call, row)) call = this.before[call] ?? END;
    if (call === END) {
      call = this.count;
      this.count += 1;
      this.heads[call] = END;
      this.before[call] = last;
      this.byInbound.set(row.inbound, call);
    }
    this.next[place] = this.heads[call] ?? END;
    this.heads[call] = place;
  }

  /** By their ordinals: a list has them in the order in which they ended. */
  sort(): void {
    for (let call = 0; call < this.count; call += 1) {
      const head = this.heads[call] ?? 0;
      if (this.next[head] !== END) this.link(call, this.placesFrom(head).sort(this.inOrder));
    }
  }

  private takes(call: number, row: AttemptRow): boolean {
    const other = this.attempts.at(this.heads[call] ?? 0);
    return other?.call === row.call && other.upstream === row.upstream;
  }

  /** In the order in which they were put. */
  private placesFrom(last: number): number[] {
    const places: number[] = [];
    for (let place = last; place !== END; place = this.next[place] ?? END) places.push(place);
    return places.reverse();
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
