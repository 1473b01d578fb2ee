/**
 * Chance drawn by name, not by turn. A `Random` is a point in a tree of names: `at` goes down one
 * branch, and `unit` always gives the same number at the same place. So whoever draws more, or
 * earlier, moves nobody else's dice.
 */
export interface Random {
  at(...names: readonly (string | number)[]): Random;
  /** From 0 (included) to 1 (excluded). */
  unit(): number;
  between(low: number, high: number): number;
  /** Whole number from low to high, both included. */
  int(low: number, high: number): number;
  /** An endless sequence of units for draws that have an order, such as arrivals. */
  sequence(): () => number;
  /** 32 bits. */
  bits(): number;
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const SEPARATOR = 0xff;

export function randomOf(seed: number): Random {
  return new Branch(mixNumber(mixNumber(OFFSET, seed >>> 0), Math.floor(seed / 2 ** 32) >>> 0));
}

class Branch implements Random {
  private readonly hash: number;

  constructor(hash: number) {
    this.hash = hash;
  }

  at(...names: readonly (string | number)[]): Random {
    let hash = this.hash;
    for (const name of names) {
      hash = typeof name === 'number' ? mixNumber(hash, name) : mixText(hash, name);
      hash = Math.imul(hash ^ SEPARATOR, PRIME);
    }
    return new Branch(hash);
  }

  unit(): number {
    const high = finish(this.hash) >>> 5;
    const low = finish(this.hash ^ 0x9e3779b9) >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  int(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  bits(): number {
    return finish(this.hash);
  }

  sequence(): () => number {
    let state = finish(this.hash);
    // mulberry32: small, fast, and good enough for arrivals and jitter
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
  }
}

function mixText(hash: number, text: string): number {
  let mixed = hash;
  for (let index = 0; index < text.length; index += 1) {
    mixed = Math.imul(mixed ^ text.charCodeAt(index), PRIME);
  }
  return mixed;
}

function mixNumber(hash: number, value: number): number {
  let mixed = Math.imul(hash ^ (value & 0xffff), PRIME);
  mixed = Math.imul(mixed ^ ((value >>> 16) & 0xffff), PRIME);
  return finish(mixed);
}

// murmur3's last step: every bit of the input reaches every bit of the output
function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
