/** What an outage takes from a month's error budget, with every input and whose it is. */
import picocolors from 'picocolors';
import { percent, span } from '../../kit/figures.js';
import type { BudgetReport, Cost, CostOf, Objective, PricedOutage, Quality, Spent } from '../../model/slo.js';
import { pad, toAscii, wrap } from './layout.js';
import type { Style } from './reporter.js';
import { creditLines, exact } from './slo-credit.js';
import { plain } from './words.js';

const INDENT = '   ';
const HARD = '\u00a0';
interface Widths {
  readonly name: number;
  readonly lost: number;
  readonly share: number;
}

const WIDE: Widths = { name: 22, lost: 17, share: 18 };
/** Without the intervals, which need the room. */
const NARROW: Widths = { name: 20, lost: 9, share: 8 };

/** Of a row, what lies between the ends of its interval. */
const BETWEEN = `  95${HARD}% interval`;

export function budgetText(report: BudgetReport, style: Style): string {
  const paint = picocolors.createColors(style.colour);
  const title = `${plain(report.subject)} in ${plain(report.scenario)}: what an outage like it takes from a month’s error budget`;
  const lines = [
    ...wrap(title, style.columns, '').map(paint.bold),
    '',
    ...inputs(report).flatMap((line) => wrap(line, style.columns, INDENT)),
    ...report.outages.flatMap((outage) => outageLines(outage, report, style)),
    ...creditLines(report, style),
  ];
  return `${(style.unicode ? lines : lines.map(toAscii)).join('\n')}\n`;
}

function inputs({ objectives, quality, played, failed, outages }: BudgetReport): readonly string[] {
  const isStated = objectives.some(({ stated }) => stated);
  const budgets = objectives.map(({ slo, budget }) => `${minutes(budget)} at ${exact(slo)}`);
  return [
    `budget = (1 − SLO) × 30 days: ${budgets.join(', ')} (${isStated ? 'the SLO is yours' : 'no SLO was stated, these are the usual ones:  --slo 99.9%'})`,
    'lost = (1 − Q) × length of the outage',
    `Q by worth: ${qualityWords(quality.worth)}`,
    `Q by answers in time: ${qualityWords(quality.inTime)}`,
    failed === null
      ? 'How many calls fail is not decided by the plan: what passes through, and what a perfect fallback saves, is not known.'
      : `Q if all passed through: ${(1 - failed).toFixed(2)}, as the plan would have failed ${percent(failed)} of the calls; a perfect fallback loses a twentieth of those`,
    `Q was measured in ${span(played)} of outage; it holds for the whole length if nothing changes with time.`,
    ...(outages.length > 0
      ? []
      : [
          'How long such an outage lasts is not known: the scenario cites none that was published with its length. Say it:  --lasts 2h',
        ]),
  ];
}

function qualityWords(quality: Quality): string {
  if (quality.state === 'unmeasured') return `not known, ${quality.because}`;
  const { value, interval } = quality;
  const ends =
    interval === null
      ? ''
      : ` (95${HARD}% interval ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})`;
  return `${value.toFixed(2)}${ends}, measured`;
}

function outageLines(outage: PricedOutage, report: BudgetReport, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  return [
    '',
    ...wrap(lengthWords(outage), style.columns, INDENT).map(paint.bold),
    ...table(outage, report.objectives, style),
    ...wrap(summary(outage, report.objectives), style.columns, INDENT),
  ];
}

function lengthWords({ lasted, cited }: PricedOutage): string {
  if (cited === null) return `${hours(lasted)}, as you said`;
  return `${hours(lasted)}: ${plain(cited.title)}, ${cited.on} (${plain(cited.source)})`;
}

const TITLES: Readonly<Record<CostOf, string>> = {
  'passed-through': 'all passed through',
  worth: 'your app, by worth',
  'in-time': 'your app, in time',
  'perfect-fallback': 'a perfect fallback',
};

/** As many objectives side by side as fit. */
function table({ costs }: PricedOutage, objectives: readonly Objective[], style: Style): string[] {
  const isWide = style.columns >= INDENT.length + WIDE.name + WIDE.lost + WIDE.share;
  const widths = isWide ? WIDE : NARROW;
  const most = Math.max(
    1,
    Math.floor((style.columns - INDENT.length - widths.name - widths.lost) / widths.share),
  );
  const line = lineOf(widths);
  const parts = Array.from({ length: Math.ceil(objectives.length / most) }, (_, part) => part * most);
  return parts.flatMap((from) => [
    line(
      'of a month’s budget',
      'lost',
      objectives.slice(from, from + most).map(({ slo }) => exact(slo)),
    ),
    ...costs.flatMap(({ of, lost }) =>
      lost === null
        ? [line(TITLES[of], 'not known', [])]
        : [
            line(TITLES[of], minutes(lost.value), lost.ofBudget.slice(from, from + most).map(percent)),
            ...(isWide ? betweenLine(lost, objectives.slice(from, from + most)) : []),
          ],
    ),
  ]);
}

function betweenLine({ interval }: Spent, objectives: readonly Objective[]): readonly string[] {
  if (interval === null) return [];
  const { low, high } = interval;
  const shares = objectives.map(({ budget }) => between(percent(low / budget), percent(high / budget)));
  return [lineOf(WIDE)(BETWEEN, between(minutes(low), minutes(high)), shares)];
}

/** The unit once, at the end. */
function between(low: string, high: string): string {
  return low === high ? low : `${low.replace(/\u00a0(min|%)$/, '')} to ${high}`;
}

function lineOf({ name: first, lost: second, share }: Widths) {
  return (name: string, lost: string, shares: readonly string[]): string =>
    `${INDENT}${pad(name, first)}${pad(lost, second)}${shares.map((one) => pad(one, share)).join('')}`.trimEnd();
}

function summary({ costs }: PricedOutage, objectives: readonly Objective[]): string {
  const at = Math.max(
    0,
    objectives.findIndex(({ slo }) => slo === 0.999),
  );
  const slo = objectives[at]?.slo ?? 0;
  const of = (wanted: CostOf): string => months(costs.find((cost) => cost.of === wanted)?.lost ?? null, at);
  return `At ${exact(slo)} it costs you ${of('worth')}, with a perfect fallback ${of('perfect-fallback')}; passed through it would be ${of('passed-through')}.`;
}

function months(lost: Cost['lost'], at: number): string {
  const share = lost?.ofBudget[at];
  if (share === undefined) return 'what is not known';
  return share < 1 ? `${percent(share)} of a month’s budget` : `${share.toFixed(1)} months of budget`;
}

function minutes(ms: number): string {
  const value = ms / 60_000;
  return `${value >= 100 ? value.toFixed(0) : Number(value.toPrecision(3))}${HARD}min`;
}

function hours(ms: number): string {
  const whole = Math.round(ms / 60_000);
  const [h, m] = [Math.floor(whole / 60), whole % 60];
  return [h > 0 ? `${h}${HARD}h` : '', m > 0 || h === 0 ? `${m}${HARD}min` : '']
    .filter((part) => part !== '')
    .join(HARD);
}
