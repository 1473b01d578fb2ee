/** Runs of one plan beside each other: the columns differ by the app alone. */
import { figure, percent } from '../../kit/figures.js';
import picocolors from 'picocolors';
import type { Scorecard } from '../../model/scorecard.js';
import { outageCounts, type Counts } from './counts.js';
import { dearest } from './dearest.js';
import { DRAWN, type DrawnId } from './drawn.js';
import { clip, pad, sparkline, squeeze, wrap } from './layout.js';
import type { Report, Style } from './reporter.js';
import { seriesOf } from './series.js';
import { inUnit, interval, plain, points, score } from './words.js';

const LABEL = 42;
const LEAST = 16;
const NAME = 11;

export function sideBySide(reports: readonly Report[], style: Style): string {
  const paint = picocolors.createColors(style.colour);
  const label = Math.max(20, Math.min(LABEL, style.columns - LEAST * reports.length));
  const isNarrow = label < LABEL;
  const column = Math.max(
    LEAST,
    Math.min(24, Math.floor((style.columns - label) / Math.max(1, reports.length))),
  );
  const row = (title: string, cells: readonly string[]): string =>
    (pad(title, label) + cells.map((cell) => pad(cell, column)).join('')).trimEnd();
  const { plan } = reports[0]?.record ?? { plan: null };
  const heading = plan === null ? '' : `${plan.scenario.name}, seed ${plan.seed}`;
  const names = reports.map(({ scorecard }) => clip(plain(scorecard.subject), column - 1, style));
  const lines = [
    ...(heading.length < label ? [] : [clip(heading, style.columns, style)]),
    row(heading.length < label ? heading : '', names),
    (style.unicode ? '─' : '-').repeat(Math.min(style.columns, label + column * reports.length)),
    paint.bold(row('grade', reports.map(gradeOf))),
    row(
      '95 % interval',
      reports.map(({ scorecard }) => interval(scorecard.interval).replace(/^95.%.interval /, '')),
    ),
    ...outcomeRows(reports, row, isNarrow),
    ...measureRows(reports, row, isNarrow),
    ...sparks(reports, style),
  ];
  return `${lines.join('\n')}\n`;
}

/** What one would change in an app, dearest first: its finding, what it is worth, and the fix. */
export function whatToChange(card: Scorecard, style: Style): string {
  const paint = picocolors.createColors(style.colour);
  const dear = dearest(card);
  if (dear.length === 0) return `${plain(card.subject)}: nothing to mend was found.\n`;
  const lines = dear.flatMap((finding) => [
    `  ${pad(`-${points(finding.points)}`, 7)}${plain(finding.title)}`,
    ...wrap(plain(finding.remedy), style.columns, '         ').map(paint.cyan),
  ]);
  return `What to change in ${plain(card.subject)}:\n${lines.join('\n')}\n`;
}

function gradeOf({ scorecard }: Report): string {
  if (scorecard.grade === null || scorecard.score === null) return scorecard.verdict;
  return `${scorecard.grade}  ${score(scorecard.score)}`;
}

type RowOf = (label: string, cells: readonly string[]) => string;

/** How many asked stands beside the heading: a share never stands without its whole. */
function outcomeRows(reports: readonly Report[], row: RowOf, isNarrow: boolean): string[] {
  const counted = reports.map(({ record }) => outageCounts(record));
  const present = DRAWN.filter(({ id }) => counted.some(({ of }) => of.has(id)));
  const cellOf = ({ of, requests }: Counts, id: DrawnId): string => {
    const value = of.get(id) ?? 0;
    return value === 0 ? '0' : `${pad(figure(value), 6)} ${percent(value / Math.max(1, requests))}`;
  };
  return [
    row(
      isNarrow ? 'in the outage got' : 'users got in the outage',
      counted.map(({ requests }) => `${pad(figure(requests), 6)} asked`),
    ),
    ...present.map(({ id, title, short }) =>
      row(
        `  ${isNarrow ? short : title}`,
        counted.map((counts) => cellOf(counts, id)),
      ),
    ),
  ];
}

const COMPARED = [
  {
    id: 'amplification',
    label: 'calls per request that needs the model',
    short: 'calls per request',
  },
  { id: 'peak-load', label: 'peak load on the provider', short: 'peak load' },
  { id: 'recovery-time', label: 'back to normal after', short: 'normal after' },
];

function measureRows(reports: readonly Report[], row: RowOf, isNarrow: boolean): string[] {
  return COMPARED.map(({ id, label, short }) =>
    row(
      isNarrow ? short : label,
      reports.map(({ scorecard }) => worstOf(scorecard, id)),
    ),
  );
}

function worstOf(card: Scorecard, id: string): string {
  const term = card.terms.find(({ measure }) => measure === id);
  const found = card.measurements.filter((one) => one.id === id && one.quantile === null);
  const measured = found.flatMap((one) => (one.state === 'measured' ? [one] : []));
  const worst = measured.find(({ value }) => value === term?.value) ?? measured[0];
  if (worst === undefined) return 'not known';
  if (worst.unit === 'ms' && worst.value < 1000) return 'under 1 s';
  return worst.censored ? `over ${inUnit(worst.value, worst.unit)}` : inUnit(worst.value, worst.unit);
}

function sparks(reports: readonly Report[], style: Style): string[] {
  const cells = Math.max(20, Math.min(50, style.columns - 22));
  return reports.map((report, index) => {
    const series = seriesOf(report.record, 100);
    const asked = squeeze(series.asked, cells);
    const inTime = squeeze(series.inTime, cells);
    const shares = asked.map((whole, cell) => (whole === 0 ? null : (inTime[cell] ?? 0) / whole));
    const label = index === 0 ? 'in time' : '';
    const name = pad(clip(plain(report.scorecard.subject), NAME, style), NAME);
    return `${pad(label, 8)} ${name} ${sparkline(shares, 1, style)}`;
  });
}
