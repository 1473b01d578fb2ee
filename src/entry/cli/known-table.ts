/** The table of known answers, for people. */
import type { KnownRow } from '../../simulate/known/verdict.js';
import { claimOf } from '../selftest.js';

const HEAD = ['world', 'id', 'case', 'what', 'expected', 'measured', '99 % interval', 'verdict'];

export function knownTable(rows: readonly KnownRow[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const table = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const open = rows.flatMap(({ world, id, what, because }) =>
    because === null ? [] : [`${world} ${id} ${what}: ${because}`],
  );
  const count = (verdict: KnownRow['verdict']): number =>
    rows.filter((row) => row.verdict === verdict).length;
  const sum = `${count('pass')} of ${rows.length} hold, ${count('fail')} fail, ${count('not measured')} not measured.`;
  return `${[...table, ...open, '', sum].join('\n')}\n`;
}

function cellsOf(row: KnownRow): readonly string[] {
  return [
    row.world,
    row.id,
    row.title,
    row.what,
    claimOf(row),
    row.measured === null ? '–' : short(row.measured),
    row.interval === null ? '' : `${short(row.interval[0])} to ${short(row.interval[1])}`,
    row.verdict,
  ];
}

function short(value: number): string {
  return Number(value.toPrecision(5)).toString();
}
