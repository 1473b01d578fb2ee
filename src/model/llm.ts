import type { Json } from './units.js';

/** A request to a model, free of any vendor's dialect. */
export interface LlmCall {
  readonly model: string;
  readonly stream: boolean;
  /** Text of the newest user or tool message: the newest question token in it names the inbound. */
  readonly newest: string;
  /** Text of every message, for nonces of earlier answers (chains, tool loops). */
  readonly everything: string;
  readonly tools: readonly LlmTool[];
  /** `forced` names the tool that must be called, or `any`. */
  readonly toolChoice:
    { readonly kind: 'free' | 'none' } | { readonly kind: 'forced'; readonly name: string };
  /** True once the messages hold a result of a tool, so that a loop of tools comes to an end. */
  readonly hasToolResult: boolean;
  /** JSON schema that the answer must follow, or null for free text. */
  readonly schema: Json;
  readonly maxTokens: number | null;
  /** About a quarter of the characters that the model reads, as vendors reckon; pictures have a price of their own. */
  readonly tokensIn: number;
  /** Dialect's own wishes that its answer must honour, such as OpenAI's `include_usage`. */
  readonly options: { readonly [name: string]: Json };
}

export interface LlmTool {
  readonly name: string;
  readonly schema: Json;
}

/** What the model says: a text, or the JSON of a tool's arguments. `pieces` are its tokens: joined they are that. */
export type LlmAnswer = { readonly text: string; readonly pieces: readonly string[] } & (
  { readonly kind: 'text'; readonly complete: boolean } | { readonly kind: 'tool'; readonly tool: string }
);

export type RetryAfter =
  | { readonly kind: 'absent' }
  | { readonly kind: 'seconds' | 'milliseconds' | 'date'; readonly ms: number }
  | { readonly kind: 'raw'; readonly text: string };

/** Why a provider says no; each dialect has its own words, body and headers for it. */
export type RefusalReason =
  | 'status'
  | 'overloaded'
  | 'rate-limit'
  | 'quota-exhausted'
  | 'retired-model'
  | 'auth-rejected'
  | 'bad-request'
  | 'unknown-route'
  | 'html-page';

export interface Refusal {
  readonly reason: RefusalReason;
  readonly status: number;
  readonly retryAfter: RetryAfter;
  /** Replaces the vendor's own words; null keeps them. */
  readonly message: string | null;
  /** Where in the request the mistake is, for a dialect that says so beside its words. */
  readonly param?: string;
}
