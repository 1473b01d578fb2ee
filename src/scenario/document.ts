/** A YAML document that knows where everything stands, aliases included. */
import { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Document as YamlDocument, LineCounter, Node, Pair } from 'yaml';
import type { Problem, SourceSpan } from '../model/problem.js';
import type { Mistake, Path } from './mistake.js';
import { clipped } from './message-words.js';

export interface Located {
  readonly file: string;
  readonly value: unknown;
  /** How many steps of the path the document has. */
  depthOf(path: Path): number;
  problem(mistake: Mistake): Problem;
}

interface Found {
  readonly key: Node | null;
  readonly value: Node | null;
  readonly depth: number;
}

export class LocatedDocument implements Located {
  readonly file: string;
  readonly value: unknown;
  private readonly source: Source;
  private readonly yaml: YamlDocument;

  constructor(source: Source, yaml: YamlDocument, value: unknown) {
    this.file = source.file;
    this.value = value;
    this.source = source;
    this.yaml = yaml;
  }

  depthOf(path: Path): number {
    return this.find(path).depth;
  }

  problem(mistake: Mistake): Problem {
    const { code, severity, hints } = mistake;
    return { code, severity, message: clipped(mistake.message), where: this.span(mistake), hints };
  }

  private span(mistake: Mistake): SourceSpan {
    const found = this.find(mistake.path);
    const whole = found.depth === mistake.path.length;
    const [start, end] = whole && mistake.points === 'value' ? rangeOfValue(found) : rangeOfKey(found);
    const piece = mistake.piece === null ? -1 : this.source.text.slice(start, end).indexOf(mistake.piece);
    if (mistake.piece === null || piece < 0) return this.source.span(start, end);
    return this.source.span(start + piece, start + piece + mistake.piece.length);
  }

  private find(path: Path): Found {
    let found: Found = { key: null, value: this.yaml.contents, depth: 0 };
    for (const step of path) {
      const next = stepInto(this.resolved(found.value), step);
      if (next === null) return found;
      found = { ...next, depth: found.depth + 1 };
    }
    return found;
  }

  private resolved(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.yaml) ?? null) : node;
  }
}

/** Turns offsets into lines, columns and excerpts. */
export class Source {
  readonly file: string;
  readonly text: string;
  private readonly lines: LineCounter;

  constructor(file: string, text: string, lines: LineCounter) {
    this.file = file;
    this.text = text;
    this.lines = lines;
  }

  /** Clipped to its first line; never empty, so that a caret has something to stand under. */
  span(start: number, end: number): SourceSpan {
    const { line, column } = this.place(start);
    const text = this.lineAt(line);
    const last = Math.max(start, Math.min(end, this.startOf(line) + text.length));
    const length = Math.max(1, this.text.slice(start, last).trimEnd().length);
    const before = line > 1 ? [{ line: line - 1, text: this.lineAt(line - 1) }] : [];
    return { file: this.file, line, column, length, excerpt: [...before, { line, text }] };
  }

  private place(offset: number): { line: number; column: number } {
    if (this.lines.lineStarts.length === 0) return { line: 1, column: 1 };
    const { line, col } = this.lines.linePos(Math.min(offset, this.text.length));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  private startOf(line: number): number {
    return this.lines.lineStarts[line - 1] ?? 0;
  }

  private lineAt(line: number): string {
    const start = this.startOf(line);
    const end = this.text.indexOf('\n', start);
    return this.text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
  }
}

function stepInto(node: Node | null, step: string | number): Omit<Found, 'depth'> | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => keyOf(item) === String(step));
    return pair === undefined ? null : { key: pair.key as Node, value: (pair.value as Node | null) ?? null };
  }
  if (!isSeq(node) || typeof step !== 'number') return null;
  const item = node.items[step] as Node | Pair | undefined;
  return item === undefined || isPair(item) ? null : { key: null, value: item };
}

function keyOf(pair: Pair): string | null {
  return isScalar(pair.key) ? String(pair.key.value) : null;
}

function rangeOfKey(found: Found): readonly [number, number] {
  const range = (found.key ?? found.value)?.range;
  return range ? [range[0], range[1]] : [0, 0];
}

/** A block of lines, or nothing at all, is pointed to by its key. */
function rangeOfValue(found: Found): readonly [number, number] {
  const { value } = found;
  const isBlock = isCollection(value) && value.flow !== true;
  const range = value?.range;
  if (!range || isBlock || range[0] === range[1]) return rangeOfKey(found);
  return [range[0], range[1]];
}
