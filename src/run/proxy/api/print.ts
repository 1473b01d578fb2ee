/** Says things in the very bytes of the original: digits, order of keys, and what is escaped. */
const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['<', String.raw`\u003c`],
  ['>', String.raw`\u003e`],
  ['&', String.raw`\u0026`],
  ['\u2028', String.raw`\u2028`],
  ['\u2029', String.raw`\u2029`],
]);

/** A value whose text is already right. */
export class Exactly {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Printable =
  | string
  | number
  | bigint
  | boolean
  | null
  | Exactly
  | readonly Printable[]
  | { readonly entries: readonly (readonly [string, Printable])[] };

/** Keys in the order in which they are given. */
export function object(...entries: readonly (readonly [string, Printable])[]): Printable {
  return { entries };
}

export function print(value: Printable): string {
  // Outside of texts none of them occurs.
  return plain(value).replace(/[<>&\u2028\u2029]/g, (found) => ESCAPED.get(found) ?? found);
}

function plain(value: Printable): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return decimal(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Exactly) return value.text;
  if ('entries' in value && typeof value.entries !== 'function') {
    return `{${value.entries.map(([key, one]) => `${JSON.stringify(key)}:${plain(one)}`).join(',')}}`;
  }
  // An array, which the compiler can't tell from a thing with `entries`.
  return `[${(value as readonly Printable[]).map(plain).join(',')}]`;
}

function decimal(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The fewest digits that still mean this single-precision number. */
export function single(value: number): Exactly {
  // Whole numbers that small are exact, and each other one is another number.
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 24) return new Exactly(decimal(value));
  for (let digits = 1; digits < 9; digits += 1) {
    const short = rounded(value, digits);
    if (Math.fround(short) === value) return new Exactly(decimal(short));
  }
  return new Exactly(decimal(rounded(value, 9)));
}

/** From the very middle to the even digit, as Go does; `toExponential` alone goes away from zero there. */
function rounded(value: number, digits: number): number {
  const [mantissa = '', power = ''] = value.toExponential(100).split('e');
  const end = mantissa.indexOf('.') + digits;
  const isMiddle = /^50*$/.test(mantissa.slice(end));
  const isEven = /[02468]\.?$/.test(mantissa.slice(0, end));
  return Number(isMiddle && isEven ? `${mantissa.slice(0, end)}e${power}` : value.toExponential(digits - 1));
}
