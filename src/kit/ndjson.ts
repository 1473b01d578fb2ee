/** Lines of JSON: one value a line. Pieces may be cut anywhere, as a file or a socket gives them. */
export interface NdjsonReader {
  /** Takes a piece and gives every whole line in it to `take`. */
  push(piece: string): void;
  /** What is left when no more comes: a last line that never ended is cut, whatever it says. */
  end(): NdjsonEnd;
}

export interface NdjsonEnd {
  readonly lines: number;
  /** Text of a last line without its end; empty where there is none. */
  readonly cut: string;
}

/** A line that is no JSON is given as `undefined`, which no JSON is. */
export function readNdjson(take: (value: unknown, line: number) => void): NdjsonReader {
  let kept = '';
  let lines = 0;
  return {
    push(piece) {
      let start = 0;
      for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
        const text = kept + piece.slice(start, end);
        kept = '';
        start = end + 1;
        lines += 1;
        if (text.trim() !== '') take(jsonOf(text), lines);
      }
      kept += piece.slice(start);
    },
    end: () => ({ lines, cut: kept }),
  };
}

export function ndjsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** Undefined where the text is no JSON, which no JSON is. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
