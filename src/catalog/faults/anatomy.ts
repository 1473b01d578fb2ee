/** What a plan for the wire is made of, whatever dialect wrote it. */
import type { Random } from '../../kit/random.js';
import type { Millis } from '../../model/units.js';
import type { WirePlan, WireStep } from '../../model/wire.js';
import type { TokenPlace } from './params.js';

export interface Split {
  readonly before: readonly WireStep[];
  readonly rest: readonly WireStep[];
}

type Headers = Readonly<Record<string, string>>;
type Write = Extract<WireStep, { readonly do: 'write' }>;

/** True for an answer of the model; false for refusals, and for what never gets as far as a head. */
export function isAnswer(plan: WirePlan): boolean {
  return plan.some((step) => step.do === 'head' && step.status >= 200 && step.status < 300);
}

/** True where the answer comes in pieces; false where it is one body. */
export function isStreamed(plan: WirePlan): boolean {
  return plan.some((step) => step.do === 'write' && isPiece(step));
}

export function tokensIn(steps: readonly WireStep[]): number {
  return steps.reduce((sum, step) => sum + tokensOf(step), 0);
}

export function bodyBytes(steps: readonly WireStep[]): number {
  return steps.reduce((sum, step) => sum + (isBody(step) ? Buffer.byteLength(step.text) : 0), 0);
}

/** The very same plan where its headers say so already. */
export function withHeaders(plan: WirePlan, headers: Headers): WirePlan {
  if (plan.every((step) => step.do !== 'head' || says(step.headers, headers))) return plan;
  return plan.map((step) =>
    step.do === 'head' ? { ...step, headers: merged(step.headers, headers) } : step,
  );
}

/** Holds one step, and so all that follow it, back for longer. */
export function heldBack(steps: readonly WireStep[], index: number, by: Millis): readonly WireStep[] {
  return steps.map((step, place) => (place === index ? { ...step, after: step.after + by } : step));
}

/** Tokens that the model has made, though nothing will be written for them. */
export function unwritten(steps: readonly WireStep[]): readonly WireStep[] {
  const tokens = tokensIn(steps);
  return tokens === 0 ? [] : [{ do: 'commit', after: 0, tokens }];
}

/**
 * Parts an answer at a place. Null where there is nothing to part: it isn't an answer, it has fewer
 * tokens, or all that would tell it from a whole one is gone already.
 */
export function splitAfter(plan: WirePlan, place: TokenPlace, random: Random): Split | null {
  if (!isAnswer(plan)) return null;
  const tokens = tokensBefore(place, tokensIn(plan), random.at('after'));
  return isStreamed(plan) ? splitPieces(plan, tokens) : splitBody(plan, tokens);
}

function tokensBefore(place: TokenPlace, total: number, random: Random): number {
  if (place.of === 'tokens') return random.int(place.low, place.high);
  return Math.floor(random.between(place.low, place.high) * total);
}

function splitPieces(plan: WirePlan, tokens: number): Split | null {
  let sent = 0;
  for (const [index, step] of plan.entries()) {
    if (sent >= tokens && step.do === 'write' && isPiece(step)) return splitAt(plan, index);
    sent += tokensOf(step);
  }
  return null;
}

function splitBody(plan: WirePlan, tokens: number): Split | null {
  const total = tokensIn(plan.filter(isBody));
  if (tokens >= total) return null;
  let characters = Math.floor(
    (tokens / total) * plan.filter(isBody).reduce((sum, at) => sum + at.text.length, 0),
  );
  let left = tokens;
  for (const [index, step] of plan.entries()) {
    if (!isBody(step)) continue;
    if (characters < step.text.length) return splitText(splitAt(plan, index), step, characters, left);
    characters -= step.text.length;
    left -= step.tokens;
  }
  return null;
}

function splitText({ before, rest }: Split, step: Write, characters: number, tokens: number): Split {
  const at = isHighSurrogate(step.text, characters - 1) ? characters - 1 : characters;
  if (at <= 0) return { before, rest };
  const said = Math.min(step.tokens, Math.max(0, tokens));
  return {
    before: [...before, { ...step, text: step.text.slice(0, at), tokens: said }],
    rest: [{ ...step, after: 0, text: step.text.slice(at), tokens: step.tokens - said }, ...rest.slice(1)],
  };
}

function splitAt(plan: WirePlan, index: number): Split {
  return { before: plan.slice(0, index), rest: plan.slice(index) };
}

function isPiece(step: Write): boolean {
  return step.part === 'token' || step.part === 'finish' || step.part === 'terminator';
}

function isBody(step: WireStep): step is Write {
  return step.do === 'write' && step.part === 'body';
}

function tokensOf(step: WireStep): number {
  return step.do === 'write' || step.do === 'commit' ? step.tokens : 0;
}

function isHighSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xd800 && code <= 0xdbff;
}

/** Names of headers have no case; the later one wins. */
function merged(headers: Headers, changes: Headers): Headers {
  const changed = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  const kept = Object.entries(headers).filter(([name]) => !changed.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...changes };
}

function says(headers: Headers, changes: Headers): boolean {
  const said = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.entries(changes).every(([name, value]) => said.get(name.toLowerCase()) === value);
}
