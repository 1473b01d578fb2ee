/**
 * The form of a line is its text with a mark in the place of each number. A line whose form is known needs no
 * parser: all of it that is no number was checked with the first row of that form.
 */
import { LineNumbers, NOWHERE, type Slot } from './line-numbers.js';
import { LINE_END } from './whole-lines.js';

/** In the place of a number, so below the end of a line; no text of JSON has such a letter. */
export function markOf(slot: number): string {
  return String.fromCharCode(slot);
}

export class LineForms {
  readonly numbers: LineNumbers;
  /** The first row of the form that was read last. */
  like = 0;
  private readonly root = new Stem(Buffer.alloc(0));

  constructor(slots: readonly Slot[]) {
    this.numbers = new LineNumbers(slots);
  }

  add(form: string, row: number): void {
    this.root.grow(Buffer.from(form), row);
  }

  /** Reads a line, and says where the next one begins; nowhere if its form isn't known. */
  read(bytes: Uint8Array, start: number): number {
    let at = start;
    let stem = this.root.next(bytes[at]);
    while (stem !== undefined) {
      at = stem.read(bytes, at, this.numbers);
      if (at === NOWHERE) return NOWHERE;
      if (stem.row !== undefined) {
        this.like = stem.row;
        return at;
      }
      stem = stem.next(bytes[at]);
    }
    return NOWHERE;
  }
}

/** Text that forms have in common, up to where they part or end, or to the first mark. */
class Stem {
  row: number | undefined = undefined;
  private text: Buffer;
  /** How much of the text is no mark. */
  private letters: number;
  private first: Stem | undefined = undefined;
  private sibling: Stem | undefined = undefined;

  constructor(text: Buffer) {
    this.text = text;
    this.letters = lettersOf(text);
  }

  next(letter: number | undefined): Stem | undefined {
    let stem = this.first;
    while (stem !== undefined && stem.text[0] !== letter) stem = stem.sibling;
    return stem;
  }

  read(bytes: Uint8Array, start: number, numbers: LineNumbers): number {
    const { text, letters } = this;
    for (let place = 0; place < letters; place += 1) if (bytes[start + place] !== text[place]) return NOWHERE;
    const slot = text[letters];
    return slot === undefined ? start + letters : numbers.read(bytes, start + letters, slot);
  }

  grow(form: Buffer, row: number): void {
    if (form.length === 0) this.row ??= row;
    else {
      const stem = this.next(form[0]) ?? this.branch(form.subarray(0, lettersOf(form) + 1));
      const shared = sharedLength(stem.text, form);
      if (shared < stem.text.length) stem.split(shared);
      stem.grow(form.subarray(shared), row);
    }
  }

  private branch(text: Buffer): Stem {
    const stem = new Stem(text);
    stem.sibling = this.first;
    return (this.first = stem);
  }

  private split(place: number): void {
    const rest = new Stem(this.text.subarray(place));
    rest.row = this.row;
    rest.first = this.first;
    this.first = rest;
    this.row = undefined;
    this.text = this.text.subarray(0, place);
    this.letters = lettersOf(this.text);
  }
}

/** Up to the first mark. */
function lettersOf(text: Buffer): number {
  const mark = text.findIndex((letter) => letter < LINE_END);
  return mark < 0 ? text.length : mark;
}

function sharedLength(one: Buffer, other: Buffer): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
