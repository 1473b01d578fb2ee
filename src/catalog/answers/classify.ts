/**
 * Tells from one response alone what its user got: an answer by its
 * watermark, an error by its shape and its leaks, a success that isn't one by both.
 */
import type { ResponseClass } from '../../model/event.js';
import type { FindMinted } from '../../model/minted.js';
import type { Journey } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';
import { secretsIn } from './canary.js';
import { leakIn } from './leak.js';
import { isMarked } from './marker.js';
import type { Observed } from './observed.js';
import { at } from './pointer.js';
import { trace, type Provenance } from './provenance.js';
import { excerpt } from './redact.js';
import { satisfies } from './schema-check.js';
import { readWatermark, type Watermark } from './watermark.js';

export interface Seen {
  readonly journey: Journey;
  readonly observed: Observed;
  readonly inbound: number;
  /** The upstream that counts as the primary: the first of the plan. */
  readonly primary: string;
  readonly findMinted: FindMinted;
  /** Whether another inbound asked the very same question. */
  readonly sameQuestion: (other: number) => boolean;
}

export interface Classified {
  readonly class: ResponseClass;
  readonly from: string | null;
  readonly marked: boolean;
  /** Of a stale answer. */
  readonly age: Millis | null;
  /** At most 120 redacted characters; null where the class says it all. */
  readonly why: string | null;
}

export function classify(seen: Seen): Classified {
  const { journey, observed } = seen;
  const verdict = { ...NOTHING, ...verdictOf(seen) };
  const marked = isMarked(journey.degraded, observed);
  return { ...verdict, marked, why: verdict.why === null ? null : excerpt(verdict.why) };
}

type Verdict = Pick<Classified, 'class'> & Partial<Classified>;

/** Why a promise to answer later counts as broken, or as still open. */
export const LOST_WORK = 'acknowledged work that was never done';
export const WAITING_WORK = 'still waiting when the run ended';

export const WORDLESS = 'a success without a word of the model';

const NOTHING = { from: null, age: null, why: null };

function verdictOf(seen: Seen): Verdict {
  const { journey, observed } = seen;
  if (secretsIn(observed.body).length > 0 || secretsIn(observed.text).length > 0) {
    return { class: 'raw-error', why: 'secret: an API key in the response' };
  }
  const unended = unendedOf(seen);
  if (unended !== null) return unended;
  if (!isSuccess(observed.status)) return refusalOf(seen);
  if (!journey.needsModel) return plainOf(seen);
  if (observed.streamError !== null) return streamErrorOf(seen, observed.streamError);
  if (isQueued(seen)) return queuedOf(seen);
  return observed.streamDone === 'missing'
    ? { class: 'reset', why: 'the stream ended without its end mark' }
    : answerOf(seen);
}

/** A response that its transport broke off, or null where it was said to the end. */
function unendedOf({ journey, observed }: Seen): Verdict | null {
  const age = observed.ended - observed.due;
  switch (observed.end) {
    case 'complete':
      return null;
    case 'aborted':
    case 'reset':
      if (observed.streamDone === 'done' || observed.streamError !== null) return null;
      return { class: 'reset', why: observed.status === null ? 'no response' : 'the response broke off' };
    case 'refused':
      return { class: 'reset', why: 'the subject refused the connection' };
    case 'deadline':
      return { class: 'hang', why: `no end after ${Math.round(age)} ms, when the user hung up` };
    case 'censored':
      return age > 4 * journey.deadline
        ? { class: 'hang', why: `no end after ${Math.round(age)} ms, when the run ended` }
        : { class: 'reset', why: 'still open when the run ended, too young to be called a hang' };
    case 'unsent':
      return { class: 'reset', why: 'never sent: the generator could not keep up' };
  }
}

function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

function refusalOf(seen: Seen): Verdict {
  const { journey, observed } = seen;
  const typed = isTyped(journey, observed.json);
  const leak = leakIn(withoutCodes(observed.body, journey), typed === 'typed');
  if (leak !== null) return { class: 'raw-error', why: leak.said };
  const mark = readWatermark(observed.text);
  if (mark.words.length > 0) return { class: 'partial', from: traced(seen, mark).from };
  if (typed !== 'untyped') return { class: 'honest-error' };
  return { class: 'raw-error', why: `not the declared error: ${observed.body}` };
}

/** `any` where the team declared no shape of its errors. */
function isTyped(journey: Journey, body: unknown): 'typed' | 'untyped' | 'any' {
  const { at: place, codes } = journey.error;
  if (place === '') return 'any';
  const code = at(body, place);
  if (typeof code === 'number')
    return codes.length === 0 || codes.includes(String(code)) ? 'typed' : 'untyped';
  if (typeof code !== 'string' || code === '') return 'untyped';
  return codes.length === 0 || codes.includes(code) ? 'typed' : 'untyped';
}

// A code that the team declared is theirs, even where a vendor uses the same word.
function withoutCodes(body: string, journey: Journey): string {
  return journey.error.codes.reduce((text, code) => (code === '' ? text : text.replaceAll(code, ' ')), body);
}

function plainOf({ journey, observed }: Seen): Verdict {
  const { schema, at: place } = journey.answer;
  if (schema === null || satisfies(schema, at(observed.json, place))) return { class: 'full' };
  return { class: 'lie', why: 'a success whose body breaks the declared schema' };
}

function streamErrorOf(seen: Seen, said: string): Verdict {
  const mark = readWatermark(seen.observed.text);
  const leak = leakIn(withoutCodes(said, seen.journey), true);
  const from = mark.words.length > 0 ? traced(seen, mark).from : null;
  if (leak !== null) return { class: 'raw-error', from, why: leak.said };
  return { class: seen.observed.text.trim() === '' ? 'honest-error' : 'partial', from };
}

function isQueued({ journey, observed }: Seen): boolean {
  return journey.queued !== null && observed.status === journey.queued.status && observed.queued !== 'none';
}

function queuedOf(seen: Seen): Verdict {
  switch (seen.observed.queued) {
    case 'lost':
      return { class: 'lie', why: LOST_WORK };
    case 'waiting':
      return { class: 'queued', why: WAITING_WORK };
    case 'failed': {
      const leak = leakIn(withoutCodes(seen.observed.body, seen.journey), true);
      return leak === null ? { class: 'honest-error' } : { class: 'raw-error', why: leak.said };
    }
    default: {
      const answer = answerOf(seen);
      const isAnswer = answer.class === 'full' || answer.class === 'alt';
      return isAnswer && isLate(seen) ? { ...answer, class: 'queued' } : answer;
    }
  }
}

/** Whoever has the answer before the deadline got it, whichever way it went. */
function isLate({ journey, observed }: Seen): boolean {
  return observed.ended - observed.due > journey.deadline;
}

/** A success that claims to be an answer. */
function answerOf(seen: Seen): Verdict {
  const { journey, observed } = seen;
  const { survives } = journey.answer;
  const mark = readWatermark(survives === 'words' ? observed.text : `${observed.text}\n${observed.body}`);
  const broken = brokenContract(seen);
  if (mark.segments.length === 0) return wordlessOf(seen, broken);
  const provenance = traced(seen, mark);
  const verdict = provenanceVerdict(seen, provenance);
  if (broken === null || verdict.class === 'lie') return verdict;
  return { ...verdict, class: 'lie', why: broken };
}

/** Without the model's words: a fixed text, an error in disguise, or nothing at all. */
function wordlessOf(seen: Seen, broken: string | null): Verdict {
  const { journey, observed } = seen;
  if (broken !== null) return explicitErrorOf(seen) ?? { class: 'lie', why: broken };
  if (isMarked(journey.degraded, observed)) return { class: 'static' };
  if (journey.answer.survives === 'none') return { class: 'full' };
  return { class: 'lie', why: `${WORDLESS}: ${observed.text}` };
}

// Some apps say 200 and mean it not, but say so at the declared place.
function explicitErrorOf({ journey, observed }: Seen): Verdict | null {
  if (isTyped(journey, observed.json) !== 'typed') return null;
  const leak = leakIn(withoutCodes(observed.body, journey), true);
  return leak === null ? { class: 'honest-error' } : { class: 'raw-error', why: leak.said };
}

function provenanceVerdict(seen: Seen, provenance: Provenance): Verdict {
  const { journey, observed } = seen;
  const { from, age } = provenance;
  const marked = isMarked(journey.degraded, observed);
  const torn = tornBy(seen, provenance);
  if (torn !== null) return marked ? { class: 'partial', from } : { class: 'lie', from, why: torn };
  switch (provenance.freshness) {
    case 'stray':
      return { class: 'lie', from, why: "the answer to somebody else's question" };
    case 'foreign':
      return marked
        ? { class: 'stale', from }
        : { class: 'lie', from, why: 'an answer of an earlier run as fresh' };
    case 'old':
      if (marked) return { class: 'stale', from, age };
      return {
        class: 'lie',
        from,
        age,
        why: `a saved answer passed as fresh, ${Math.round(age ?? 0)} ms old`,
      };
    case 'fresh':
      return { class: provenance.isPrimary ? 'full' : 'alt', from };
  }
}

/** What is wrong with the words themselves, or null. */
function tornBy({ journey, observed }: Seen, { shape }: Provenance): string | null {
  const { survives, part } = journey.answer;
  if (shape === 'whole' || survives !== 'words') return null;
  if (part && shape !== 'spliced') return null;
  if (observed.capped) return 'longer than we read';
  return shape === 'cut'
    ? 'cut short, but passed as complete'
    : 'spliced: words are missing, doubled or mixed';
}

/** What the declared shape of an answer misses in a success, or null. */
function brokenContract({ journey, observed }: Seen): string | null {
  if (observed.text.trim() === '') return 'a success without an answer';
  const { schema, at: place } = journey.answer;
  if (schema === null) return null;
  const found = journey.stream.format === 'none' ? at(observed.json, place) : observed.text;
  const holds = satisfies(schema, found) || (typeof found === 'string' && satisfies(schema, parsed(found)));
  return holds ? null : 'a success whose answer breaks the declared schema';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function traced(seen: Seen, mark: Watermark): Provenance {
  const { inbound, primary, findMinted, sameQuestion } = seen;
  return trace(mark, { inbound, due: seen.observed.due, primary, findMinted, sameQuestion });
}
