/**
 * Whose words an answer holds. Each nonce in it is traced to the attempt that minted it: for this
 * question, or while it was open (fresh); before it was asked (old); for somebody else's question
 * (stray); or never in this run (foreign).
 */
import type { FindMinted, MintedAnswer } from '../../model/minted.js';
import type { Millis } from '../../model/units.js';
import { isRun, isWhole, type Segment, type Watermark } from './watermark.js';

/** `cut` lost its beginning or its end, `excerpt` something in its middle. */
export type Shape = 'whole' | 'cut' | 'excerpt' | 'spliced';

export interface Provenance {
  readonly shape: Shape;
  /** Null where no word can be traced. */
  readonly from: string | null;
  /** True where all its words come from the primary. */
  readonly isPrimary: boolean;
  readonly freshness: 'fresh' | 'old' | 'stray' | 'foreign';
  /** Of its oldest words, when the question was due. */
  readonly age: Millis | null;
}

export interface Question {
  readonly inbound: number;
  readonly due: Millis;
  readonly primary: string;
  readonly findMinted: FindMinted;
  /** Whether another inbound asked the very same question. */
  readonly sameQuestion: (other: number) => boolean;
}

export function trace(mark: Watermark, question: Question): Provenance {
  const minted = mark.nonces.map((nonce) => question.findMinted(nonce));
  const known = minted.filter((one) => one !== null);
  const fresh = known.map((one) => freshnessOf(one, question));
  const old = known.filter((_, index) => fresh[index] === 'old');
  return {
    shape: shapeOf(mark.segments),
    from: known.at(-1)?.upstream ?? null,
    isPrimary: known.every((one) => one.upstream === question.primary),
    freshness:
      known.length < minted.length
        ? 'foreign'
        : (fresh.find((one) => one === 'stray') ?? (old.length > 0 ? 'old' : 'fresh')),
    age: old.length > 0 ? question.due - Math.min(...old.map((one) => one.at)) : null,
  };
}

// An attempt that nobody can be told for is nobody else's.
function freshnessOf(minted: MintedAnswer, question: Question): 'fresh' | 'old' | 'stray' {
  const { inbound } = minted;
  if (inbound === question.inbound || minted.also.includes(question.inbound)) return 'fresh';
  if (minted.at < question.due) return 'old';
  return inbound === null || question.sameQuestion(inbound) ? 'fresh' : 'stray';
}

// Several whole answers one after the other are no splice: agents and structured outputs give them.
function shapeOf(segments: readonly Segment[]): Shape {
  const last = segments.at(-1);
  if (last === undefined) return 'excerpt';
  const isBeforeWhole = segments.slice(0, -1).every(isWhole);
  if (isBeforeWhole && isWhole(last)) return 'whole';
  if (isBeforeWhole && isRun(last) && isLost(last)) return 'cut';
  return isAscending(segments) ? 'excerpt' : 'spliced';
}

// Words are lost at an end of it, not in its middle.
function isLost({ words, counted }: Segment): boolean {
  return counted === null || words.at(-1) === counted;
}

function isAscending(segments: readonly Segment[]): boolean {
  const nonces = new Set(segments.map(({ nonce }) => nonce).filter((nonce) => nonce !== null));
  const words = segments.flatMap((segment) => segment.words);
  return nonces.size <= 1 && words.every((word, index) => index === 0 || word > (words[index - 1] ?? 0));
}
