/** From one response of the app: whether it streams, and where the model's words lie in it. */
import { locateAnswer, locateStream, type Spent, type StreamEvent } from '../../../catalog/answers/locate.js';
import type { AnswerPlace, StreamShape } from '../../../model/scenario.js';
import { NdjsonReader, SseReader } from '../../load/event-reader.js';
import type { Asked } from '../preflight/ask.js';

export interface FoundAnswer {
  readonly stream: StreamShape;
  readonly answer: AnswerPlace;
}

const LONGEST_LINE = 1_000_000;

/** Null where nothing of the watermark is left. */
export function findAnswer(
  { headers, body }: Pick<Asked, 'headers' | 'body'>,
  spent?: Spent,
): FoundAnswer | null {
  const format = formatOf(headers, body);
  if (format === 'none') {
    const found = locateAnswer(parsed(body), spent);
    return found === null ? null : { stream: { format: 'none' }, answer: { ...found.place, schema: null } };
  }
  const found = locateStream(eventsOf(format, body), format, spent);
  if (found === null) return null;
  return { stream: found.place.stream, answer: { ...found.place.answer, schema: null } };
}

type Format = StreamShape['format'];

function formatOf(headers: Asked['headers'], body: string): Format {
  const type = headers['content-type'] ?? '';
  if (type.includes('event-stream')) return 'sse';
  if (/ndjson|jsonl|json-seq|jsonlines/.test(type)) return 'ndjson';
  if (parsed(body) !== body) return 'none';
  // Apps call their streams text/plain, and worse.
  if (/^(data|event): ?\S/m.test(body)) return 'sse';
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines.every((line) => typeof parsed(line) === 'object')) return 'ndjson';
  return headers['content-length'] === undefined ? 'text' : 'none';
}

function eventsOf(format: Exclude<Format, 'none'>, body: string): readonly StreamEvent[] {
  if (format === 'text') return [{ name: null, data: body }];
  const reader = format === 'sse' ? new SseReader(LONGEST_LINE) : new NdjsonReader(LONGEST_LINE);
  return [...reader.push(body), ...reader.finish()];
}

/** The text itself where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
