/** How many requests to expect: exact, since the arrivals are drawn beforehand. */
import { drawSchedule } from '../catalog/arrivals/draw.js';
import { formatDuration } from '../catalog/quantities.js';
import type { Plan, PlannedPhase } from '../model/plan.js';
import type { Load } from '../model/scenario.js';
import { rangeWords, shareWords } from './preview-words.js';

export function countTable(plan: Plan, columns: number): string[] {
  if (plan.arrivals.kind === 'closed') return closedLines(plan);
  const counts = countsOf(plan);
  const busy = plan.journeys
    .map((journey, index) => ({ journey, index }))
    .filter(({ journey }) => journey.traffic > 0);
  const rows = plan.phases.map((phase, row) => [
    phase.name,
    loadWords(phase.load),
    ...busy.map(({ index }) => counts[row]?.[index] ?? 0),
    (counts[row] ?? []).reduce((sum, count) => sum + count, 0),
  ]);
  rows.push(
    ...plan.cohorts.map(({ id, phase, size, journey }) => [
      id,
      `together in ${phase}`,
      ...busy.map((each) => (each.journey.name === journey ? size : 0)),
      size,
    ]),
  );
  const totals = [
    'all',
    '',
    ...busy.map((_, column) => sumOf(rows, column + 2)),
    sumOf(rows, busy.length + 2),
  ];
  const head = [
    'requests',
    `arrive ${plan.arrivals.rule}`,
    ...busy.map(({ journey }) => journey.name),
    'all',
  ];
  const table = aligned([head, ...rows, totals]);
  // The timeline shows who comes how; the counts stand nowhere else.
  const narrow = (row: readonly Cell[]): readonly Cell[] => row.toSpliced(1, 1);
  return table.some((line) => line.length > columns)
    ? aligned([head, ...rows, totals].map(narrow), 1)
    : table;
}

function countsOf(plan: Plan): number[][] {
  const schedule = drawSchedule(plan);
  const counts = plan.phases.map(() => plan.journeys.map(() => 0));
  for (let inbound = 0; inbound < schedule.count; inbound += 1) {
    const row = counts[phaseAt(plan.phases, schedule.dueOf(inbound) / 1000)];
    const journey = schedule.journeyOf(inbound);
    if (row !== undefined) row[journey] = (row[journey] ?? 0) + 1;
  }
  return counts;
}

function phaseAt(phases: readonly PlannedPhase[], due: number): number {
  return phases.findIndex((phase) => due >= phase.opens && due < phase.closes);
}

function closedLines(plan: Plan): string[] {
  const total = plan.journeys.reduce((sum, journey) => sum + journey.traffic, 0);
  const mix = plan.journeys
    .filter(({ traffic }) => traffic > 0)
    .map(({ name, traffic }) => `${name} ${shareWords(traffic / total)}`);
  return [
    'requests: as many as the app answers',
    ...plan.phases.map((phase) => `  ${phase.name.padEnd(12)} ${loadWords(phase.load)}`),
    ...plan.cohorts.map(
      ({ id, phase, size, journey }) => `  ${id.padEnd(12)} ${size} for ${journey}, together in ${phase}`,
    ),
    `  mix: ${mix.join(', ')}`,
  ];
}

function loadWords(load: Load): string {
  if (load.kind === 'closed')
    return `${load.users} users, thinking ${rangeWords(load.think, formatDuration)}`;
  return load.rate.kind === 'per-second'
    ? `${Number(load.rate.value.toFixed(2))}/s`
    : `${shareWords(load.rate.share)} of capacity`;
}

type Cell = string | number;

function sumOf(rows: readonly (readonly Cell[])[], column: number): number {
  return rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
}

function aligned(rows: readonly (readonly Cell[])[], words = 2): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => String(row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return typeof cell === 'number' || column >= words
          ? String(cell).padStart(width)
          : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
