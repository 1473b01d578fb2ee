/** How well-known clients wait by default, as read in their published packages. */
import type { Millis } from '../../../model/units.js';

export interface ClientRow {
  /** As it stands after "looks like". */
  readonly title: string;
  /** The packages and versions that it was read in. */
  readonly read: string;
  /** Tries of one call, the first included. */
  readonly attempts: number;
  /** Before the first retry, without jitter; it doubles with each further one. */
  readonly first: Millis;
  readonly longest: Millis;
  /** The delay is multiplied by a number drawn evenly between these. */
  readonly low: number;
  readonly high: number;
}

export const clients: readonly ClientRow[] = [
  {
    title: 'the official OpenAI or Anthropic SDK',
    read: 'openai 7.55.0, @anthropic-ai/sdk 1.10.0',
    attempts: 3,
    first: 500,
    longest: 8000,
    low: 0.75,
    high: 1,
  },
  {
    title: 'the Vercel AI SDK',
    read: 'ai 7.0.173',
    attempts: 3,
    first: 2000,
    longest: Infinity,
    low: 1,
    high: 1,
  },
  {
    title: 'LangChain’s caller',
    read: '@langchain/core 1.2.13',
    attempts: 7,
    first: 1000,
    longest: Infinity,
    low: 1,
    high: 2,
  },
  {
    title: 'Google’s genai SDK with retries on',
    read: '@google/genai 3.1.0',
    attempts: 5,
    first: 1000,
    longest: 60_000,
    low: 1,
    high: 2,
  },
  {
    title: 'the AWS SDK in its standard mode',
    read: '@smithy/core 3.41.0',
    attempts: 3,
    first: 100,
    longest: 20_000,
    low: 0,
    high: 1,
  },
];

/** The shortest and the longest delay before that retry, from 1. */
export function delayOf(client: ClientRow, rank: number): { readonly low: Millis; readonly high: Millis } {
  const plain = Math.min(client.first * 2 ** (rank - 1), client.longest);
  return { low: plain * client.low, high: Math.min(plain * client.high, client.longest) };
}
