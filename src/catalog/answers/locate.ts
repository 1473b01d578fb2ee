/** Where an answer lies in what the app sent, found by its watermark: nobody has to write a pointer by hand. */
import type { AnswerPlace, StreamShape } from '../../model/scenario.js';
import { at } from './pointer.js';
import { isWhole, readWatermark } from './watermark.js';

export interface StreamEvent {
  /** The event's name, or null where the format has none. */
  readonly name: string | null;
  readonly data: string;
}

export type Located<T> = { readonly place: T; readonly words: number } | null;

type Place = Pick<AnswerPlace, 'at' | 'survives' | 'part'>;

/** Of what went back to the model, such as the arguments of a tool: an app may show them beside the answer. */
export type Spent = ReadonlySet<string>;

const NOTHING_SPENT: Spent = new Set();

/** The leaf of a JSON body, or the body itself, that holds most of the answer. */
export function locateAnswer(body: unknown, spent = NOTHING_SPENT): Located<Place> {
  let best: Located<Place> = null;
  for (const pointer of stringPointers(body)) {
    const found = placeOf(pointer, at(body, pointer), spent);
    if (found !== null && found.words > (best?.words ?? -1)) best = found;
  }
  return best;
}

/** Which field of a stream's events holds the pieces, and which event says that the answer is whole. */
export function locateStream(
  events: readonly StreamEvent[],
  format: 'sse' | 'ndjson' | 'text',
  spent = NOTHING_SPENT,
): Located<{ readonly stream: StreamShape; readonly answer: Place }> {
  const parsed = events.map(({ data }) => parse(data));
  const pointers = new Set(parsed.flatMap((value) => [...stringPointers(value)]));
  let best: Located<{ readonly stream: StreamShape; readonly answer: Place }> = null;
  for (const text of pointers) {
    const pieces = parsed.map((value) => at(value, text));
    const texts = pieces.filter((piece) => typeof piece === 'string');
    const grown = grownIn(texts);
    const found = placeOf('', grown ?? texts.join(''), spent);
    if (found === null || found.words <= (best?.words ?? -1)) continue;
    const done = doneAfter(events, pieces);
    const error = { event: format === 'sse' ? 'error' : null, at: errorPlace(parsed, pieces) };
    const stream: StreamShape = { format, text, ...(grown === null ? {} : { grows: true }), done, error };
    best = { words: found.words, place: { stream, answer: found.place } };
  }
  return best;
}

function placeOf(pointer: string, value: unknown, spent: Spent): Located<Place> {
  if (typeof value !== 'string') return null;
  const { segments } = readWatermark(value);
  const [segment] = segments.filter(({ nonce }) => nonce === null || !spent.has(nonce));
  if (segment?.nonce == null) return null;
  const survives = segment.words.length > 0 ? 'words' : 'nonce';
  return {
    words: segment.words.length,
    place: { at: pointer, survives, part: survives === 'words' && !isWhole(segment) },
  };
}

/** The last event, if it says something other than a piece of the answer. */
function doneAfter(events: readonly StreamEvent[], pieces: readonly unknown[]): string | null {
  const last = events.at(-1);
  if (last === undefined) return null;
  const lastPiece = pieces.findLastIndex((piece) => typeof piece === 'string' && readsAsPiece(piece));
  if (lastPiece === events.length - 1) return null;
  if (last.name !== null && last.name !== 'message') return last.name;
  return last.data.length <= 40 ? last.data : null;
}

/** The last of texts that each begin with the one before, as partial results do; null for pieces. */
function grownIn(texts: readonly string[]): string | null {
  const said = texts.filter((text) => text !== '');
  const [first] = said;
  const last = said.at(-1);
  if (first === undefined || last === undefined || last.length === first.length) return null;
  return said.every((text, index) => text.startsWith(said[index - 1] ?? '')) ? last : null;
}

/** The AI SDK's stream of messages goes on to its end mark after an error, and has a field of its own for it. */
function errorPlace(events: readonly unknown[], pieces: readonly unknown[]): string {
  const isOfMessages = events.some(
    (event, index) => isText(pieces[index]) && at(event, '/type') === 'text-delta',
  );
  return isOfMessages ? '/errorText' : '/error';
}

function isText(piece: unknown): boolean {
  return typeof piece === 'string';
}

function readsAsPiece(text: string): boolean {
  const { words, nonces } = readWatermark(text);
  return words.length + nonces.length > 0;
}

function* stringPointers(value: unknown, pointer = ''): Generator<string> {
  if (typeof value === 'string') yield pointer;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield* stringPointers(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

function parse(data: string): unknown {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' ? value : data;
  } catch {
    return data;
  }
}
