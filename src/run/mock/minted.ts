/** Who got which answer, in columns: 24 bytes an attempt, however long the run. */
import { attemptOf } from '../../catalog/answers/watermark.js';
import type { FindMinted } from '../../model/minted.js';
import type { Clock, Millis } from '../../model/units.js';
import type { Owner } from './correlate.js';

export interface Minted {
  readonly attempt: number;
  /** Its place among the upstreams of the plan. */
  readonly upstream: number;
  readonly owner: Owner;
  readonly words: number;
}

export interface MintedBook {
  add(minted: Minted): void;
  /** Its last word went out. */
  said(attempt: number, at: Millis): void;
  readonly find: FindMinted;
}

const ROWS = 16_384;
const NOBODY = -1;
const ALONE: readonly number[] = [];

interface Chunk {
  readonly upstream: Uint16Array;
  readonly inbound: Float64Array;
  readonly words: Uint32Array;
  /** NaN while it is still being said. */
  readonly at: Float64Array;
}

export function mintedBook(seed: number, upstreams: readonly string[], clock: Clock): MintedBook {
  const chunks: Chunk[] = [];
  const also = new Map<number, readonly number[]>();
  return {
    add: ({ attempt, upstream, owner, words }) => {
      const number = Math.floor(attempt / ROWS);
      const chunk = (chunks[number] ??= emptyChunk());
      const row = attempt % ROWS;
      chunk.upstream[row] = upstream;
      chunk.inbound[row] = owner.inbound ?? NOBODY;
      chunk.words[row] = words;
      chunk.at[row] = Number.NaN;
      if (owner.also.length > 0) also.set(attempt, owner.also);
    },
    said: (attempt, at) => {
      const chunk = chunks[Math.floor(attempt / ROWS)];
      if (chunk !== undefined) chunk.at[attempt % ROWS] = at;
    },
    find: (nonce) => {
      const attempt = attemptOf(seed, nonce);
      if (attempt === null) return null;
      const chunk = chunks[Math.floor(attempt / ROWS)];
      const row = attempt % ROWS;
      const words = chunk?.words[row] ?? 0;
      if (chunk === undefined || words === 0) return null;
      const inbound = chunk.inbound[row] ?? NOBODY;
      const at = chunk.at[row] ?? Number.NaN;
      return {
        attempt,
        upstream: upstreams[chunk.upstream[row] ?? 0] ?? '',
        inbound: inbound === NOBODY ? null : inbound,
        also: also.get(attempt) ?? ALONE,
        at: Number.isNaN(at) ? clock.now() : at,
        words,
      };
    },
  };
}

function emptyChunk(): Chunk {
  return {
    upstream: new Uint16Array(ROWS),
    inbound: new Float64Array(ROWS),
    words: new Uint32Array(ROWS),
    at: new Float64Array(ROWS),
  };
}
