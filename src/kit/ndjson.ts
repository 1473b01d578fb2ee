/** Lines of JSON, one value a line. */

/**
 * Takes pieces that may be cut anywhere, as a file or a socket gives them, and gives each line that has ended to
 * `take`; one that is no JSON as `undefined`, which no JSON is.
 */
export function readNdjson(take: (value: unknown) => void): (piece: string) => void {
  let kept = '';
  return (piece) => {
    let start = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      const text = kept + piece.slice(start, end);
      kept = '';
      start = end + 1;
      if (text.trim() !== '') take(jsonOf(text));
    }
    kept += piece.slice(start);
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
