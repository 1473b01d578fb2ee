/**
 * Lists of which no entry exists before it is looked at. A million rows in columns are read as any other
 * list then, and each row dies young.
 */
import { Places } from './places.js';

/** As much of an array as readers of rows need, so that an array is one too. */
export interface List<T> extends Iterable<T> {
  readonly length: number;
  at(index: number): T | undefined;
  filter(takes: (entry: T, index: number) => boolean): T[];
  map<U>(make: (entry: T, index: number) => U): U[];
  flatMap<U>(make: (entry: T, index: number) => U | readonly U[]): U[];
  find(takes: (entry: T, index: number) => boolean): T | undefined;
  some(takes: (entry: T, index: number) => boolean): boolean;
  every(takes: (entry: T, index: number) => boolean): boolean;
  reduce<U>(add: (sum: U, entry: T, index: number) => U, first: U): U;
}

export abstract class Sequence<T> implements List<T> {
  abstract readonly length: number;

  /** Asked for places that exist only. */
  abstract entry(index: number): T;

  at(index: number): T | undefined {
    const place = index < 0 ? index + this.length : index;
    return place >= 0 && place < this.length ? this.entry(place) : undefined;
  }

  /** Written down as any other list. */
  toJSON(): readonly T[] {
    return [...this];
  }

  [Symbol.iterator](): Iterator<T, undefined> {
    return new Walk(this);
  }

  filter(takes: (entry: T, index: number) => boolean): T[] {
    const taken: T[] = [];
    for (let index = 0; index < this.length; index += 1) {
      const entry = this.entry(index);
      if (takes(entry, index)) taken.push(entry);
    }
    return taken;
  }

  map<U>(make: (entry: T, index: number) => U): U[] {
    const made: U[] = [];
    for (let index = 0; index < this.length; index += 1) made.push(make(this.entry(index), index));
    return made;
  }

  flatMap<U>(make: (entry: T, index: number) => U | readonly U[]): U[] {
    const made: U[] = [];
    for (let index = 0; index < this.length; index += 1) {
      const some = make(this.entry(index), index);
      if (isList(some)) made.push(...some);
      else made.push(some);
    }
    return made;
  }

  find(takes: (entry: T, index: number) => boolean): T | undefined {
    for (let index = 0; index < this.length; index += 1) {
      const entry = this.entry(index);
      if (takes(entry, index)) return entry;
    }
    return undefined;
  }

  some(takes: (entry: T, index: number) => boolean): boolean {
    for (let index = 0; index < this.length; index += 1) if (takes(this.entry(index), index)) return true;
    return false;
  }

  every(takes: (entry: T, index: number) => boolean): boolean {
    return !this.some((entry, index) => !takes(entry, index));
  }

  reduce<U>(add: (sum: U, entry: T, index: number) => U, first: U): U {
    let sum = first;
    for (let index = 0; index < this.length; index += 1) sum = add(sum, this.entry(index), index);
    return sum;
  }
}

class Walk<T> implements Iterator<T, undefined> {
  private readonly list: Sequence<T>;
  private readonly length: number;
  private index = 0;

  constructor(list: Sequence<T>) {
    this.list = list;
    this.length = list.length;
  }

  next(): IteratorResult<T, undefined> {
    if (this.index >= this.length) return END;
    const value = this.list.entry(this.index);
    this.index += 1;
    return { done: false, value };
  }
}

const END = { done: true, value: undefined } as const;

/** Some of a list, in its order, a bit for each entry of that list. */
export class Picked<T> extends Sequence<T> {
  readonly length: number;
  private readonly all: List<T>;
  private readonly places: Places;
  /** Which entry was looked at last, and where it stands: nearly always the next one is asked for. */
  private index = -1;
  private place = -1;

  private constructor(all: List<T>, places: Places) {
    super();
    this.all = all;
    this.places = places;
    this.length = places.count;
  }

  static of<T>(all: List<T>, takes: (entry: T) => boolean): Picked<T> {
    // Each place is one of the list.
    return Picked.at(all, (place) => takes(all.at(place) as T));
  }

  /** By places alone, where looking at each entry would take long. */
  static at<T>(all: List<T>, takes: (place: number) => boolean): Picked<T> {
    return new Picked(all, Places.of(all.length, takes));
  }

  /** By their places in the list that they were picked from. */
  whereAt(takes: (place: number) => boolean): Picked<T> {
    const fewer = this.places.where(takes);
    // Where nothing was left out it is the same list, and takes no room of its own.
    return fewer.count === this.length ? this : new Picked(this.all, fewer);
  }

  /** Of these, the same kind of list; `filter` makes an array. */
  where(takes: (entry: T) => boolean): Picked<T> {
    return this.whereAt((place) => takes(this.all.at(place) as T));
  }

  entry(index: number): T {
    const { places } = this;
    this.place = index === this.index + 1 ? places.from(this.place + 1) : places.nth(index);
    this.index = index;
    return this.all.at(this.place) as T;
  }
}

function isList<U>(some: U | readonly U[]): some is readonly U[] {
  return Array.isArray(some);
}

/** One number of each entry. */
export function numbersOf<T>(list: List<T>, numberOf: (entry: T) => number): Float64Array {
  const numbers = new Float64Array(list.length);
  let index = 0;
  for (const entry of list) {
    numbers[index] = numberOf(entry);
    index += 1;
  }
  return numbers;
}

/** Places of numbers from the lowest to the highest; of equal ones by what is said, else as they stand. */
export function inOrder(
  numbers: Float64Array,
  ofEqual: (a: number, b: number) => number = () => 0,
): Uint32Array {
  const places = new Uint32Array(numbers.length).map((_, place) => place);
  return places.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0) || ofEqual(a, b) || a - b);
}

export function howMany<T>(list: List<T>, takes: (entry: T) => boolean): number {
  let count = 0;
  for (const entry of list) if (takes(entry)) count += 1;
  return count;
}
