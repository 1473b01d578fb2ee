/**
 * Reads a body the way the original does: only the first value counts, numbers keep their digits, and
 * keys keep their order and may come twice. `JSON.parse` forgets all of that.
 */
export type Json =
  | { readonly kind: 'null'; readonly at: number }
  | { readonly kind: 'boolean'; readonly at: number; readonly value: boolean }
  | { readonly kind: 'string'; readonly at: number; readonly value: string }
  | { readonly kind: 'number'; readonly at: number; readonly text: string }
  | { readonly kind: 'array'; readonly at: number; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly at: number; readonly members: readonly Member[] };

export interface Member {
  readonly key: string;
  /** Where the key stands, in UTF-16 units from the beginning of the text. */
  readonly at: number;
  readonly value: Json;
}

export type JsonObject = Extract<Json, { kind: 'object' }>;

export type JsonRead =
  /** `rest`: where something stands behind the first value, if anything does. */
  | { readonly ok: true; readonly value: Json; readonly rest: number | null }
  | { readonly ok: false; readonly mistake: string; readonly at: number };

/** Deeper is an attempt at our stack. */
const DEEPEST = 1000;

const SPACE = /[ \t\r\n]*/y;
const DIGITS = /[0-9]*/y;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

export function readJson(text: string): JsonRead {
  const reader = new Reader(text);
  try {
    return { ok: true, value: reader.first(), rest: reader.rest() };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, mistake: error.message, at: error.at };
    throw error;
  }
}

class Unreadable extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  first(): Json {
    this.match(SPACE);
    if (this.at === this.text.length) throw new Unreadable('EOF', this.at);
    return this.value(0);
  }

  rest(): number | null {
    this.match(SPACE);
    return this.at === this.text.length ? null : this.at;
  }

  private value(depth: number): Json {
    if (depth > DEEPEST) throw new Unreadable('exceeded max depth', this.at);
    this.match(SPACE);
    const { at } = this;
    switch (this.text[at]) {
      case '{':
        return { kind: 'object', at, members: this.members(depth) };
      case '[':
        return { kind: 'array', at, items: this.items(depth) };
      case '"':
        return { kind: 'string', at, value: this.string() };
      case 't':
        return { kind: 'boolean', at, value: this.word('true', true) };
      case 'f':
        return { kind: 'boolean', at, value: this.word('false', false) };
      case 'n':
        return this.word('null', { kind: 'null', at } as const);
      default:
        return { kind: 'number', at, text: this.number() };
    }
  }

  private members(depth: number): readonly Member[] {
    const members: Member[] = [];
    this.at += 1;
    if (this.next('looking for beginning of object key string') === '}') {
      this.at += 1;
      return members;
    }
    for (;;) {
      if (this.next('looking for beginning of object key string') !== '"')
        throw this.unexpected('looking for beginning of object key string');
      const { at } = this;
      const key = this.string();
      if (this.next('after object key') !== ':') throw this.unexpected('after object key');
      this.at += 1;
      members.push({ key, at, value: this.value(depth + 1) });
      if (this.isLast('}', 'after object key:value pair')) return members;
    }
  }

  private items(depth: number): readonly Json[] {
    const items: Json[] = [];
    this.at += 1;
    if (this.next('looking for beginning of value') === ']') {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(this.value(depth + 1));
      if (this.isLast(']', 'after array element')) return items;
    }
  }

  /** Goes past the comma or the closing bracket. */
  private isLast(closing: string, where: string): boolean {
    const found = this.next(where);
    if (found !== closing && found !== ',') throw this.unexpected(where);
    this.at += 1;
    return found === closing;
  }

  private string(): string {
    let read = '';
    this.at += 1;
    for (;;) {
      read += this.match(PLAIN);
      const found = this.text[this.at];
      if (found === undefined) throw this.unexpected('in string literal');
      if (found !== '"' && found !== '\\') throw this.unexpected('in string literal');
      this.at += 1;
      // Halves of a pair may come as two escapes; what is left alone can't be said in UTF-8.
      if (found === '"') return read.replace(LONE_SURROGATE, '\uFFFD');
      read += this.escape();
    }
  }

  private escape(): string {
    const found = this.text[this.at];
    const plain = found === undefined ? undefined : ESCAPES.get(found);
    if (found !== 'u') {
      if (plain === undefined) throw this.unexpected('in string escape code');
      this.at += 1;
      return plain;
    }
    this.at += 1;
    const from = this.at;
    while (this.at < from + 4) {
      if (!/^[0-9a-fA-F]$/.test(this.text[this.at] ?? ''))
        throw this.unexpected('in \\u hexadecimal character escape');
      this.at += 1;
    }
    return String.fromCharCode(Number.parseInt(this.text.slice(from, this.at), 16));
  }

  private number(): string {
    const { at } = this;
    if (this.text[at] === '-') this.at += 1;
    if (this.text[this.at] === '0') this.at += 1;
    else this.digits(this.at === at ? 'looking for beginning of value' : 'in numeric literal');
    if (this.text[this.at] === '.') {
      this.at += 1;
      this.digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.text[this.at] ?? '')) {
      this.at += 1;
      if (/[+-]/.test(this.text[this.at] ?? '')) this.at += 1;
      this.digits('in exponent of numeric literal');
    }
    return this.text.slice(at, this.at);
  }

  private digits(where: string): void {
    if (this.match(DIGITS) === '') throw this.unexpected(where);
  }

  private word<T>(word: string, value: T): T {
    for (const letter of word) {
      if (this.text[this.at] !== letter) throw this.unexpected(`in literal ${word} (expecting '${letter}')`);
      this.at += 1;
    }
    return value;
  }

  /** The next character that is no space. */
  private next(where: string): string {
    this.match(SPACE);
    const found = this.text[this.at];
    if (found === undefined) throw this.unexpected(where);
    return found;
  }

  private match(pattern: RegExp): string {
    const from = this.at;
    pattern.lastIndex = from;
    if (pattern.test(this.text)) this.at = pattern.lastIndex;
    return this.text.slice(from, this.at);
  }

  private unexpected(where: string): Unreadable {
    const found = this.text[this.at];
    return found === undefined
      ? new Unreadable('unexpected EOF', this.at)
      : new Unreadable(`invalid character ${quoted(found)} ${where}`, this.at);
  }
}

function quoted(found: string): string {
  if (found === "'") return String.raw`'\''`;
  return `'${JSON.stringify(found)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')}'`;
}
