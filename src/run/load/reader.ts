/** Reads one response as it comes in, and keeps no more of it than our limit. */
import { StringDecoder } from 'node:string_decoder';
import { at } from '../../catalog/answers/pointer.js';
import type { Journey } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';
import { readStream, type AnswerStream } from './answer-stream.js';

export type Headers = Readonly<Record<string, string>>;

/** All that was read, once it is over. */
export interface Reading {
  readonly status: number | null;
  readonly headers: Headers;
  readonly firstByte: Millis | null;
  readonly firstContent: Millis | null;
  readonly bytes: number;
  readonly body: string;
  readonly capped: boolean;
  readonly text: string;
  readonly json: unknown;
  readonly streamDone: 'done' | 'missing' | 'none';
  readonly streamError: string | null;
  readonly events: readonly string[];
}

export class ResponseReader {
  private readonly journey: Journey;
  private readonly bodyBytes: number;
  private readonly decoder = new StringDecoder('utf8');
  private readonly pieces: string[] = [];
  private status: number | null = null;
  private headers: Headers = {};
  private firstByte: Millis | null = null;
  private firstContent: Millis | null = null;
  private bytes = 0;
  private stream: AnswerStream | null = null;

  constructor(journey: Journey, bodyBytes: number) {
    this.journey = journey;
    this.bodyBytes = bodyBytes;
  }

  get hasHead(): boolean {
    return this.status !== null;
  }

  head(status: number, headers: Headers, now: Millis): void {
    this.status = status;
    this.headers = headers;
    this.firstByte = now;
    this.stream = streamOf(this.journey, status, headers, this.bodyBytes);
  }

  body(chunk: Uint8Array, now: Millis): void {
    const before = this.bytes;
    this.bytes += chunk.length;
    if (this.stream !== null) this.readPieces(chunk, now);
    else if (chunk.length > 0) this.firstContent ??= now;
    const room = this.bodyBytes - before;
    if (this.stream === null && room > 0) this.pieces.push(this.decoder.write(buffer(chunk, room)));
  }

  /** `isWhole`: the body came to its own end. */
  finish(isWhole: boolean, now: Millis): Reading {
    const rest = this.decoder.end();
    if (this.stream === null) this.pieces.push(rest);
    else if (this.stream.push(rest)) this.firstContent ??= now;
    const body = this.pieces.join('');
    return { ...this.told(body), ...this.said(body, isWhole, now) };
  }

  private readPieces(chunk: Uint8Array, now: Millis): void {
    const text = this.decoder.write(buffer(chunk, chunk.length));
    if (this.bytes - chunk.length < this.bodyBytes) this.pieces.push(text);
    if (this.stream?.push(text) === true) this.firstContent ??= now;
  }

  private told(
    body: string,
  ): Omit<Reading, 'text' | 'json' | 'streamDone' | 'streamError' | 'events' | 'firstContent'> {
    const { status, headers, firstByte, bytes } = this;
    return { status, headers, firstByte, bytes, body, capped: bytes > this.bodyBytes };
  }

  private said(
    body: string,
    isWhole: boolean,
    now: Millis,
  ): Pick<Reading, 'text' | 'json' | 'streamDone' | 'streamError' | 'events' | 'firstContent'> {
    if (this.stream !== null) {
      const { text, done, error, events } = this.stream.finish(isWhole);
      if (text !== '') this.firstContent ??= now;
      const { firstContent } = this;
      return { text, json: undefined, streamDone: done, streamError: error, events, firstContent };
    }
    const json = parsed(body);
    const text = textAt(json, body, this.journey.answer.at);
    return { text, json, streamDone: 'none', streamError: null, events: [], firstContent: this.firstContent };
  }
}

/** A refusal, or a JSON answer where a stream was declared, is read as it is. */
function streamOf(journey: Journey, status: number, headers: Headers, longest: number): AnswerStream | null {
  const { stream } = journey;
  if (stream.format === 'none' || status < 200 || status > 299) return null;
  const type = headers['content-type'] ?? '';
  if (stream.format !== 'ndjson' && /^application\/([\w.-]+\+)?json\b/i.test(type)) return null;
  return readStream(stream, longest);
}

/** What lies at a pointer as the user would read it; other than text is given as JSON. */
export function textAt(json: unknown, body: string, pointer: string): string {
  const value = json === undefined && pointer === '' ? body : at(json, pointer);
  if (typeof value === 'string') return value;
  if (pointer === '') return body;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

function buffer(chunk: Uint8Array, length: number): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.length, length));
}

function parsed(body: string): unknown {
  if (!/^[\ufeff\s]*[[{"\d\-tfn]/.test(body)) return undefined;
  try {
    return JSON.parse(body.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
