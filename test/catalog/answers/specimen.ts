import { classify, type Classified, type Seen } from '../../../src/catalog/answers/classify.js';
import type { Observed } from '../../../src/catalog/answers/observed.js';
import { markedAnswer, mintNonce } from '../../../src/catalog/answers/watermark.js';
import type { ResponseClass } from '../../../src/model/event.js';
import type { MintedAnswer } from '../../../src/model/minted.js';
import type { Journey } from '../../../src/model/scenario.js';
import { journey } from '../../support/drawable.js';

export const WORDS = 30;
const SEED = 77;

/**
 * The answers of a small run. Inbound 7 is the one that we look at, due at 10,000 ms; inbound 8 asks
 * the same question beside it, inbounds 3 and 4 asked before, inbound 9 asks something else meanwhile.
 */
const minted: readonly Omit<MintedAnswer, 'attempt' | 'words'>[] = [
  { upstream: 'claude', inbound: 7, also: [], at: 11_000 },
  { upstream: 'gpt', inbound: 7, also: [], at: 11_500 },
  { upstream: 'claude', inbound: 3, also: [], at: 4_000 },
  { upstream: 'claude', inbound: 8, also: [], at: 10_500 },
  { upstream: 'claude', inbound: 9, also: [], at: 10_700 },
  { upstream: 'claude', inbound: 9, also: [7], at: 10_800 },
  { upstream: 'claude', inbound: null, also: [], at: 10_900 },
  { upstream: 'gpt', inbound: 4, also: [], at: 9_000 },
];

export const OWN = 0;
export const SECOND = 1;
export const OLD = 2;
export const SHARED = 3;
export const STRAY = 4;
export const BATCHED = 5;
export const UNJOINED = 6;
export const OLD_SECOND = 7;

export function nonceOf(attempt: number): string {
  return mintNonce(SEED, attempt);
}

export function pieces(attempt: number, words = WORDS): readonly string[] {
  return markedAnswer(nonceOf(attempt), words).pieces;
}

export function words(attempt: number, from = 0, to = WORDS + 2): string {
  return pieces(attempt).slice(from, to).join('');
}

export interface Sketch {
  readonly journey?: Partial<Journey>;
  readonly observed?: Partial<Observed>;
  /** Stands in for a JSON body; the text is taken from its answer. */
  readonly json?: unknown;
  readonly marked?: boolean;
}

export type Row = readonly [says: string, sketch: Sketch, is: ResponseClass, from: string | null];

/** The class of a response, complete and 200 unless the sketch says otherwise. */
export function see(sketch: Sketch): Classified {
  const { json } = sketch;
  const answer = typeof json === 'object' && json !== null && 'answer' in json ? json.answer : '';
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  const body = json === undefined ? (sketch.observed?.text ?? '') : JSON.stringify(json);
  const observed: Observed = {
    status: 200,
    headers: sketch.marked === true ? { 'x-degraded': 'yes' } : {},
    end: 'complete',
    body,
    capped: false,
    text,
    json,
    streamDone: 'none',
    streamError: null,
    events: [],
    queued: 'none',
    due: 10_000,
    ended: 12_000,
    ...sketch.observed,
  };
  return classify({ ...context, journey: journey(sketch.journey), observed });
}

const context: Omit<Seen, 'journey' | 'observed'> = {
  inbound: 7,
  primary: 'claude',
  findMinted: (nonce) => {
    const attempt = minted.findIndex((_, index) => nonceOf(index) === nonce);
    const found = minted[attempt];
    return found === undefined ? null : { ...found, attempt, words: WORDS };
  },
  sameQuestion: (other) => other === 8 || other === 7,
};
