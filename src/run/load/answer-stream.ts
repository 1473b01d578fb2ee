/** What a streamed answer says, piece by piece: its text, whether it said that it is whole, what went wrong. */
import type { StreamEvent } from '../../catalog/answers/locate.js';
import { at } from '../../catalog/answers/pointer.js';
import type { StreamShape } from '../../model/scenario.js';
import { NdjsonReader, SseReader, type EventReader } from './event-reader.js';

export interface StreamFacts {
  readonly text: string;
  readonly done: 'done' | 'missing' | 'none';
  readonly error: string | null;
  readonly events: readonly string[];
}

export interface AnswerStream {
  /** True where a piece of the answer that isn't empty was in it. */
  push(text: string): boolean;
  /** `isWhole`: the body came to its own end, so that what has no line end yet counts. */
  finish(isWhole: boolean): StreamFacts;
}

type Streamed = Exclude<StreamShape, { readonly format: 'none' }>;

const MOST_NAMES = 100;

/** Keeps at most `longest` characters of the answer. */
export function readStream(shape: Streamed, longest: number): AnswerStream {
  if (shape.format === 'text') return new PlainStream(shape.done, longest);
  const reader = shape.format === 'sse' ? new SseReader(longest) : new NdjsonReader(longest);
  return new EventStream(shape, reader, longest);
}

class PlainStream implements AnswerStream {
  private readonly done: string | null;
  private readonly answer: Answer;

  constructor(done: string | null, longest: number) {
    this.done = done;
    this.answer = new Answer(longest);
  }

  push(text: string): boolean {
    this.answer.add(text);
    return text !== '';
  }

  finish(): StreamFacts {
    const text = this.answer.text();
    const facts = { error: null, events: [] };
    if (this.done === null) return { ...facts, text, done: 'none' };
    const isDone = this.answer
      .tail(this.done.length + 16)
      .trimEnd()
      .endsWith(this.done);
    const end = text.trimEnd();
    const said = end.endsWith(this.done) ? end.slice(0, end.length - this.done.length) : text;
    return { ...facts, text: said, done: isDone ? 'done' : 'missing' };
  }
}

class EventStream implements AnswerStream {
  private readonly shape: Streamed;
  private readonly reader: EventReader;
  private readonly answer: Answer;
  private readonly done: string | null;
  private readonly names = new Set<string>();
  private isDone = false;
  private error: string | null = null;

  constructor(shape: Streamed, reader: EventReader, longest: number) {
    this.shape = shape;
    this.reader = reader;
    this.answer = new Answer(longest);
    this.done = shape.done === null ? null : plain(shape.done);
  }

  push(text: string): boolean {
    return this.takeAll(this.reader.push(text));
  }

  finish(isWhole: boolean): StreamFacts {
    if (isWhole) this.takeAll(this.reader.finish());
    const done = this.done === null ? 'none' : this.isDone ? 'done' : 'missing';
    return { text: this.answer.text(), done, error: this.error, events: [...this.names] };
  }

  private takeAll(events: readonly StreamEvent[]): boolean {
    let found = false;
    for (const event of events) if (this.take(event)) found = true;
    return found;
  }

  private take(event: StreamEvent): boolean {
    if (event.name !== null && this.names.size < MOST_NAMES) this.names.add(event.name);
    if (this.isEnd(event)) {
      this.isDone = true;
      return false;
    }
    const value = this.needsValue() ? parsed(event.data) : undefined;
    if (this.isError(event, value)) {
      this.error ??= event.data;
      return false;
    }
    const piece = this.shape.text === '' ? event.data : at(value, this.shape.text);
    if (typeof piece !== 'string' || piece === '') return false;
    if (this.shape.grows === true) this.answer.clear();
    this.answer.add(piece);
    return true;
  }

  private isEnd(event: StreamEvent): boolean {
    if (this.done === null) return false;
    if (event.name === this.done || event.data.trim() === this.done) return true;
    return isJson(this.done) && plain(event.data) === this.done;
  }

  private needsValue(): boolean {
    return this.shape.text !== '' || this.shape.error.at !== null;
  }

  private isError(event: StreamEvent, value: unknown): boolean {
    const { event: name, at: place } = this.shape.error;
    if (name !== null && event.name === name) return true;
    if (place === null || place === '') return false;
    const said = at(value, place);
    return said !== undefined && said !== null && said !== false;
  }
}

/** Text up to a limit, and the end of it whatever its length. */
class Answer {
  private readonly longest: number;
  private pieces: string[] = [];
  private length = 0;
  private last = '';

  constructor(longest: number) {
    this.longest = longest;
  }

  add(piece: string): void {
    const room = this.longest - this.length;
    if (room > 0) this.pieces.push(piece.length > room ? piece.slice(0, room) : piece);
    this.length += piece.length;
    this.last = (this.last + piece).slice(-1_024);
  }

  clear(): void {
    this.pieces = [];
    this.length = 0;
    this.last = '';
  }

  text(): string {
    return this.pieces.join('');
  }

  tail(length: number): string {
    return this.last.slice(-length);
  }
}

/** `{ "done": true }` and `{"done":true}` say the same. */
function plain(data: string): string {
  const text = data.trim();
  if (!isJson(text)) return text;
  const value = parsed(text);
  return value === undefined ? text : JSON.stringify(value);
}

function isJson(text: string): boolean {
  return text.startsWith('{') || text.startsWith('[');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
