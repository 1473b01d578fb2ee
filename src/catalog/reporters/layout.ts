/** Text in columns: wrapping, padding and bars for the terminal. */
import type { Style } from './reporter.js';

export function wrap(text: string, columns: number, indent: string): string[] {
  const room = Math.max(20, columns - indent.length);
  const lines: string[] = [];
  let line = '';
  // A number keeps its %.
  for (const word of text.split(/ (?!%)/)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push((indent + line).trimEnd());
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, (indent + line).trimEnd()];
}

export function pad(text: string, width: number): string {
  return text.length >= width ? text : text + ' '.repeat(width - text.length);
}

/** What is longer ends in a mark that says so. */
export function clip(text: string, width: number, style: Style): string {
  const mark = style.unicode ? '…' : '.';
  return text.length <= width ? text : text.slice(0, Math.max(0, width - mark.length)) + mark;
}

/** Narrower than this a second column is hard to read. */
const NARROWEST = 26;

/** Names, and what they mean beside them; below them where there is no room. */
export function beside(rows: readonly (readonly [string, string])[], columns: number): string[] {
  const first = Math.max(...rows.map(([name]) => name.length));
  const room = columns - first - '    '.length;
  if (room < NARROWEST)
    return rows.flatMap(([name, what]) => [...wrap(name, columns, '  '), ...wrap(what, columns, '        ')]);
  return rows.flatMap(([name, what]) =>
    wrap(what, room, '').map((line, at) => `  ${pad(at === 0 ? name : '', first)}  ${line}`),
  );
}

const BLOCKS = '▁▂▃▄▅▆▇█';

/** Null is a bin without a request: a gap, never a zero. */
export function sparkline(values: readonly (number | null)[], highest: number, style: Style): string {
  return values
    .map((value) => {
      if (value === null) return ' ';
      const level = highest <= 0 ? 0 : Math.min(7, Math.floor((value / highest) * 7.999));
      return style.unicode ? (BLOCKS[level] ?? ' ') : level.toString();
    })
    .join('');
}

/** Joins neighbouring bins until the series has so many cells. */
export function squeeze(values: readonly number[], cells: number): number[] {
  const most = Math.min(cells, values.length);
  return Array.from({ length: most }, (_, cell) => {
    const from = Math.floor((cell * values.length) / most);
    const to = Math.max(from + 1, Math.floor(((cell + 1) * values.length) / most));
    return values.slice(from, to).reduce((sum, value) => sum + value, 0);
  });
}

/** A bar of `cells` whose parts are as long as their share; the largest remainders get what is left. */
export function parts(shares: readonly number[], cells: number): number[] {
  const whole = shares.reduce((sum, value) => sum + value, 0);
  if (whole === 0) return shares.map(() => 0);
  const exact = shares.map((value) => (value / whole) * cells);
  const cut = exact.map(Math.floor);
  let left = cells - cut.reduce((sum, value) => sum + value, 0);
  const order = exact.map((value, index) => ({ index, rest: value - Math.floor(value) }));
  order.sort((a, b) => b.rest - a.rest);
  for (const { index } of order) {
    if (left <= 0) break;
    cut[index] = (cut[index] ?? 0) + 1;
    left -= 1;
  }
  return cut;
}

const ASCII: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u202f': ' ',
  '×': 'x',
  '−': '-',
  '–': '-',
  '─': '-',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '→': '->',
  '±': '+-',
  '…': '...',
  '·': ',',
};

/** For terminals without Unicode: all that we say of our own accord. */
export function toAscii(text: string): string {
  return text.replace(/[\u00a0\u202f×−–─’‘“”→±…·]/g, (one) => ASCII[one] ?? one);
}
