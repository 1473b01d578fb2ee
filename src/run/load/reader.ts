/** Reads one response as it comes in, and keeps no more of it than our limit. */
import { StringDecoder } from 'node:string_decoder';
import type { Observed } from '../../catalog/answers/observed.js';
import { at } from '../../catalog/answers/pointer.js';
import type { Journey } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';
import { readStream, type AnswerStream } from './answer-stream.js';

export type Headers = Readonly<Record<string, string>>;

/** All that was read, once it is over. */
export interface Reading extends Omit<Observed, 'end' | 'queued' | 'due' | 'ended'> {
  readonly firstByte: Millis | null;
  readonly firstContent: Millis | null;
  readonly bytes: number;
}

export class ResponseReader {
  private readonly journey: Journey;
  private readonly bodyBytes: number;
  private readonly kept: Uint8Array[] = [];
  private status: number | null = null;
  private headers: Headers = {};
  private firstByte: Millis | null = null;
  private firstContent: Millis | null = null;
  private bytes = 0;
  private stream: TextStream | null = null;

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
    const stream = streamOf(this.journey, status, headers, this.bodyBytes);
    this.stream = stream === null ? null : { stream, decoder: new StringDecoder('utf8') };
  }

  body(chunk: Uint8Array, now: Millis): void {
    const room = this.bodyBytes - this.bytes;
    this.bytes += chunk.length;
    if (room > 0) this.kept.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    const hasContent = this.stream === null ? chunk.length > 0 : push(this.stream, chunk);
    if (hasContent) this.firstContent ??= now;
  }

  /** `isWhole`: the body came to its own end. */
  finish(isWhole: boolean, now: Millis): Reading {
    const { status, headers, firstByte, bytes } = this;
    const body = this.kept.length === 0 ? '' : Buffer.concat(this.kept).toString('utf8');
    const said = this.stream === null ? this.plain(body) : streamed(this.stream, isWhole);
    if (this.stream !== null && said.text !== '') this.firstContent ??= now;
    const capped = bytes > this.bodyBytes;
    return {
      status,
      headers,
      firstByte,
      firstContent: this.firstContent,
      bytes,
      body,
      capped,
      text: said.text,
      json: said.json,
      streamDone: said.streamDone,
      streamError: said.streamError,
      events: said.events,
    };
  }

  private plain(body: string): Said {
    const json = parsed(body);
    const text = textAt(json, body, this.journey.answer.at);
    return { text, json, streamDone: 'none', streamError: null, events: [] };
  }
}

type Said = Pick<Reading, 'text' | 'json' | 'streamDone' | 'streamError' | 'events'>;

interface TextStream {
  readonly stream: AnswerStream;
  readonly decoder: StringDecoder;
}

function push({ stream, decoder }: TextStream, chunk: Uint8Array): boolean {
  return stream.push(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)));
}

function streamed({ stream, decoder }: TextStream, isWhole: boolean): Said {
  stream.push(decoder.end());
  const { text, done, error, events } = stream.finish(isWhole);
  return { text, json: undefined, streamDone: done, streamError: error, events };
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

function parsed(body: string): unknown {
  if (!/^[\ufeff\s]*[[{"\d\-tfn]/.test(body)) return undefined;
  try {
    return JSON.parse(body.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
