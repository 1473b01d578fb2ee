/** Some places of a list, in its order: a bit for each place that the list has. */
export class Places {
  count = 0;
  private readonly words: Int32Array;
  /** How many stand before each block; counted for the first who asks out of turn. */
  private before: Uint32Array | null = null;

  private constructor(words: number) {
    this.words = new Int32Array(words);
  }

  static of(length: number, takes: (place: number) => boolean): Places {
    const places = new Places(Math.ceil(length / WORD));
    for (let place = 0; place < length; place += 1) if (takes(place)) places.add(place);
    return places;
  }

  where(takes: (place: number) => boolean): Places {
    const fewer = new Places(this.words.length);
    for (let place = this.from(0); place !== END; place = this.from(place + 1))
      if (takes(place)) fewer.add(place);
    return fewer;
  }

  /** The first of them that isn't before that place, or END. */
  from(place: number): number {
    let at = place >>> WORD_BITS;
    let word = (this.words[at] ?? 0) & (-1 << (place % WORD));
    while (word === 0) {
      at += 1;
      if (at >= this.words.length) return END;
      word = this.words[at] ?? 0;
    }
    return at * WORD + lowestIn(word);
  }

  /** Of the places that there are, counted from 0. */
  nth(index: number): number {
    const before = (this.before ??= this.counts());
    let block = 0;
    while ((before[block + 1] ?? Infinity) <= index) block += 1;
    let place = this.from(block * BLOCK * WORD);
    for (let more = index - (before[block] ?? 0); more > 0; more -= 1) place = this.from(place + 1);
    return place;
  }

  private add(place: number): void {
    const at = place >>> WORD_BITS;
    this.words[at] = (this.words[at] ?? 0) | (1 << (place % WORD));
    this.count += 1;
  }

  private counts(): Uint32Array {
    const before = new Uint32Array(Math.ceil(this.words.length / BLOCK));
    let block = 0;
    let count = 0;
    for (let place = this.from(0); place !== END; place = this.from(place + 1)) {
      for (; block * BLOCK * WORD <= place; block += 1) before[block] = count;
      count += 1;
    }
    return before.fill(count, block);
  }
}

export const END = -1;

const WORD = 32;
const WORD_BITS = 5;
/** So many words. */
const BLOCK = 32;

function lowestIn(word: number): number {
  return WORD - 1 - Math.clz32(word & -word);
}
