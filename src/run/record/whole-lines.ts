import { open } from 'node:fs/promises';

export const LINE_END = 0x0a;
const PIECE_BYTES = 256 * 1_024;

/**
 * Gives a file in pieces that end where a line does, so that no line is ever cut, and returns what follows the last
 * end of a line. A piece holds no longer than `take` has it.
 */
export async function readWholeLines(path: string, take: (lines: Buffer) => void): Promise<string> {
  const file = await open(path);
  try {
    let bytes = Buffer.allocUnsafe(PIECE_BYTES);
    let kept = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, kept, bytes.length - kept);
      if (bytesRead === 0) return bytes.toString('utf8', 0, kept);
      const filled = kept + bytesRead;
      const end = bytes.subarray(kept, filled).lastIndexOf(LINE_END) + 1;
      if (end > 0) take(bytes.subarray(0, kept + end));
      const start = end > 0 ? kept + end : 0;
      bytes.copyWithin(0, start, filled);
      kept = filled - start;
      if (kept === bytes.length) bytes = Buffer.concat([bytes], 2 * bytes.length);
    }
  } finally {
    await file.close();
  }
}
