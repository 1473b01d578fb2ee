/** What a client gets of an answer that went through a hurt connection: the fate of the mock, as seen from the app. */
import type { Millis } from '../../model/units.js';
import { isAnswer, type Fate } from '../fate.js';
import type { Passed, Piece } from './line.js';

/** Nobody knows the words of a modelled app: sizes of a short question, and of answers as the providers frame them. */
export const REQUEST_BYTES = 1_000;
const HEAD_BYTES = 600;
const BODY_BYTES = 400;
const WORD_BYTES = 6;
const EVENT_BYTES = 130;

interface Part extends Piece {
  readonly tokens: number;
}

export interface Said {
  readonly parts: readonly Part[];
  /** When the connection ends behind them; null where it stays. */
  readonly ends: Millis | null;
}

/** `began`: when it began to be answered. */
export function saidBy(fate: Fate, began: Millis): Said {
  const { head, time, end, written, streamed } = fate;
  const ends = end === 'fin' || end === 'reset' ? began + time : null;
  if (head === null) return { parts: [], ends };
  if (!streamed) {
    // A body that is cut has its head out; one that stands still had none of it.
    const bytes = HEAD_BYTES + BODY_BYTES + WORD_BYTES * written;
    return { parts: [{ at: began + (end === 'end' ? time : head), bytes, tokens: written }], ends };
  }
  const parts: Part[] = [{ at: began + head, bytes: HEAD_BYTES, tokens: 0 }];
  for (let token = 0; token < written; token += 1)
    parts.push({ at: began + (fate.firstToken ?? head) + token * fate.gap, bytes: EVENT_BYTES, tokens: 1 });
  if (end === 'end') parts.push({ at: began + time, bytes: EVENT_BYTES, tokens: 0 });
  return { parts, ends };
}

/** Times count from `asked`. An answer that never comes to its end is one that hangs. */
export function seenOf(fate: Fate, said: Said, { passed, asked }: { passed: Passed; asked: Millis }): Fate {
  const arrived = arrivals(said.parts, passed.pieces);
  const came = said.parts.map((part, index) => ({ ...part, at: arrived[index] ?? Infinity }));
  const through = came.filter(({ at }) => at < Infinity);
  const last = through.at(-1)?.at ?? asked;
  const isWhole = through.length === said.parts.length && fate.end === 'end';
  const broken = passed.resetAt ?? passed.endedAt;
  const isCut = !isWhole && broken !== null;
  const hasHead = through.length > 0;
  return {
    ...fate,
    status: hasHead ? fate.status : null,
    head: hasHead ? (through[0]?.at ?? asked) - asked : null,
    firstToken: timeSince(asked, through.find(({ tokens }) => tokens > 0)?.at),
    written: through.reduce((sum, { tokens }) => sum + tokens, 0),
    time: (isCut ? broken : last) - asked,
    end: isWhole ? 'end' : isCut ? (passed.resetAt === null ? 'fin' : 'reset') : 'hang',
    terminated: isWhole && fate.terminated,
    says: isWhole || (fate.streamed && isAnswer(fate)) ? fate.says : 'gibberish',
  };
}

/** When the last byte of each part came through; short where they didn't all. */
function arrivals(parts: readonly Piece[], pieces: readonly Piece[]): readonly Millis[] {
  const times: Millis[] = [];
  let [wanted, got, next] = [0, 0, 0];
  for (const { bytes } of parts) {
    wanted += bytes;
    while (got < wanted && next < pieces.length) {
      got += pieces[next]?.bytes ?? 0;
      next += 1;
    }
    if (got < wanted) break;
    times.push(pieces[next - 1]?.at ?? Infinity);
  }
  return times;
}

function timeSince(asked: Millis, at: Millis | undefined): Millis | null {
  return at === undefined ? null : at - asked;
}
