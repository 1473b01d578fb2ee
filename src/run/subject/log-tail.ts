/** The end of the subject's log: it may write as much as it likes, and we keep one megabyte. */
import { excerpt } from '../../catalog/answers/redact.js';

export interface LogTail {
  add(piece: Buffer): void;
  /** The last lines that say something, redacted and fit to be shown. */
  lastLines(count: number): readonly string[];
  bytes(): number;
}

const MOST_BYTES = 1_000_000;
const LONGEST_LINE = 240;

export function logTail(most: number = MOST_BYTES): LogTail {
  const pieces: Buffer[] = [];
  let bytes = 0;
  return {
    add(piece) {
      const kept = piece.length > most ? piece.subarray(piece.length - most) : piece;
      pieces.push(kept);
      bytes += kept.length;
      while (bytes > most) bytes -= pieces.shift()?.length ?? bytes;
    },
    lastLines: (count) =>
      Buffer.concat(pieces)
        .toString('utf8')
        .split('\n')
        .map((line) => excerpt(line, LONGEST_LINE))
        .filter((line) => line !== '')
        .slice(-count),
    bytes: () => bytes,
  };
}
