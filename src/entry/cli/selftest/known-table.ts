/** The table of known answers, for people; in a narrow window each answer is a sentence. */
import { pad, wrap } from '../../../catalog/reporters/layout.js';
import type { KnownRow } from '../../../simulate/known/verdict.js';
import { claimOf } from '../../selftest.js';

const HEAD = ['what', 'expected', 'measured', '99 % interval', 'verdict'];

export function knownTable(rows: readonly KnownRow[], columns: number): string {
  const lines = rows.map(cellsOf);
  const widths = HEAD.map((head, at) =>
    Math.max(head.length, ...lines.map((line) => (line[at] ?? '').length)),
  );
  const hasRoom = widths.reduce((sum, width) => sum + width + 2, 0) <= columns;
  const inColumns = (cells: readonly string[]): string =>
    `  ${cells.map((cell, at) => pad(cell, widths[at] ?? 0)).join('  ')}`.trimEnd();
  const told = rows.flatMap((row, at) => [
    ...(isSameCase(row, rows[at - 1])
      ? []
      : ['', ...wrap(`${row.world} ${row.id}  ${row.title}`, columns, '')]),
    ...(hasRoom ? [inColumns(cellsOf(row))] : inWords(row, columns)),
    ...(row.because === null ? [] : wrap(row.because, columns, '        ')),
  ]);
  return `${[...(hasRoom ? [inColumns(HEAD)] : []), ...told, '', ...wrap(sumOf(rows), columns, '')].join('\n')}\n`;
}

function isSameCase(row: KnownRow, before: KnownRow | undefined): boolean {
  return row.world === before?.world && row.id === before.id && row.title === before.title;
}

function cellsOf(row: KnownRow): readonly string[] {
  const interval = row.interval === null ? '' : `${short(row.interval[0])} to ${short(row.interval[1])}`;
  return [row.what, claimOf(row), measuredOf(row), interval, row.verdict];
}

/** The verdict first, for whoever looks for the one that failed. */
function inWords(row: KnownRow, columns: number): string[] {
  const [what = '', claim = '', measured = '', interval = ''] = cellsOf(row);
  const found = row.measured === null ? '' : ` ${measured} measured${interval === '' ? '' : `, ${interval}`}`;
  const [first = '', ...rest] = wrap(
    `${row.verdict}  ${what}: ${claim} expected,${found}`.replace(/,$/, ''),
    columns - 2,
    '',
  );
  return [`  ${first}`, ...(rest.length === 0 ? [] : wrap(rest.join(' '), columns, '        '))];
}

function measuredOf({ measured }: KnownRow): string {
  return measured === null ? '–' : short(measured);
}

function sumOf(rows: readonly KnownRow[]): string {
  const count = (verdict: KnownRow['verdict']): number =>
    rows.filter((row) => row.verdict === verdict).length;
  return `${count('pass')} of ${rows.length} hold, ${count('fail')} fail, ${count('not measured')} not measured.`;
}

function short(value: number): string {
  return Number(value.toPrecision(5)).toString();
}
