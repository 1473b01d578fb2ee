/**
 * The end of a run in a small window: verdict, why, what to do, where to look. Colour is a second
 * voice: without it the same bytes say the same.
 */
import picocolors from 'picocolors';
import { percent } from '../../kit/figures.js';
import { ruler } from '../../kit/ruler.js';
import type { Finding } from '../../model/finding.js';
import type { Scorecard } from '../../model/scorecard.js';
import type { Millis } from '../../model/units.js';
import { outageCounts } from './counts.js';
import { dearest, doFirst } from './dearest.js';
import { deathOf } from './died.js';
import { DRAWN } from './drawn.js';
import { clip, pad, parts, sparkline, squeeze, toAscii, wrap } from './layout.js';
import { networkLines } from './network.js';
import type { Report, Reporter, Style } from './reporter.js';
import { seriesOf } from './series.js';
import {
  ceilingWords,
  earnedPoints,
  gained,
  interval,
  outOf,
  plain,
  points,
  score,
  unseenWords,
} from './words.js';

const INDENT = '   ';
const LABEL = 15;
/** Keeps a word and its number on one line. */
const HARD = '\u00a0';

export const terminal: Reporter = {
  id: 'terminal',
  file: null,
  summary: 'grade, sentence and the dearest mistakes, printed at the end',
  render: (report, style) => {
    const lines = [
      ...headline(report.scorecard, style),
      '',
      ...wrap(plain(report.scorecard.sentence), style.columns, INDENT),
      '',
      ...picture(report, style),
      ...scores(report.scorecard, style),
      ...costs(report.scorecard, style),
      ...gates(report.scorecard, style),
      ...network(report, style),
      ...death(report, style),
      ...where(report, style),
    ];
    return `${(style.unicode ? lines : lines.map(toAscii)).join('\n')}\n`;
  },
};

function headline(card: Scorecard, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  const about = `${plain(card.subject)} in ${plain(card.scenario)}`;
  if (card.grade === null || card.score === null) {
    const word = card.verdict === 'invalid' ? 'invalid' : 'inconclusive';
    // Why is what the sentence below says.
    return hung(`${word}  ${about}`, style).map((line, at) =>
      at === 0 ? line.replace(word, paint.bold(paint.yellow(word))) : line,
    );
  }
  const total = score(card.score);
  const head = `${card.grade}  ${total} of 100  ${about}`;
  const range = interval(card.interval);
  const start = `${card.grade}  ${total}`;
  const painted = `${paint.bold(card.grade)}  ${paint.bold(total)}`;
  const [first = '', ...more] = hung(head, style).map((line, at) =>
    at === 0 ? painted + line.slice(start.length) : line,
  );
  const fits = more.length === 0 && head.length + INDENT.length + range.length <= style.columns;
  return fits ? [`${first}   ${paint.dim(range)}`] : [first, ...more, INDENT + paint.dim(range)];
}

/** What does not fit goes on below, set in. */
function hung(text: string, style: Style): string[] {
  const [first = '', ...more] = wrap(text, style.columns - INDENT.length, '');
  return [first, ...more.map((line) => INDENT + line)];
}

function picture(report: Report, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  const cells = Math.max(20, Math.min(50, style.columns - INDENT.length - LABEL - ' to 9999'.length));
  const series = seriesOf(report.record, 100);
  const bins = squeeze(series.asked, cells);
  const inTime = squeeze(series.inTime, cells);
  const perCell = series.length / 1000 / Math.max(1, bins.length);
  const calls = squeeze(
    series.asked.map((_, bin) =>
      series.upstreams.reduce((sum, one) => sum + (one.first[bin] ?? 0) + (one.retries[bin] ?? 0), 0),
    ),
    cells,
  ).map((value) => value / Math.max(perCell, 0.001));
  const shares = bins.map((asked, cell) => (asked === 0 ? null : (inTime[cell] ?? 0) / asked));
  const peak = Math.max(0, ...calls);
  return [
    ...outcomeBar(report, style, cells),
    row('in time', sparkline(shares, 1, style)),
    `${row('calls/s', sparkline(calls, peak, style))} ${paint.dim(`to ${peak.toFixed(0)}`)}`,
    ...phaseRuler(report, bins.length).map(paint.dim),
    '',
  ];
}

function outcomeBar(report: Report, style: Style, cells: number): string[] {
  const { scorecard, record } = report;
  const { of: seen, requests: whole } = outageCounts(record);
  const present = DRAWN.filter(({ id }) => seen.has(id));
  if (whole === 0 || scorecard.grade === null) return [];
  const lengths = parts(
    present.map(({ id }) => seen.get(id) ?? 0),
    cells,
  );
  const bar = present.map((one, index) =>
    (style.unicode ? one.shade : one.letter).repeat(lengths[index] ?? 0),
  );
  const said = present.map((one) => `${one.short} ${percent((seen.get(one.id) ?? 0) / whole)}`).join('  ');
  const [first = '', ...more] = wrap(said, style.columns - INDENT.length - LABEL, '');
  return [row('users got', first), ...more.map((line) => row('', line)), row('in the outage', bar.join(''))];
}

/** Without a grade nothing is said of points either. */
function scores(card: Scorecard, style: Style): string[] {
  if (card.grade === null) return [];
  const paint = picocolors.createColors(style.colour);
  const earned = earnedPoints(card.dimensions);
  const told = card.dimensions.map(({ title, of }, index) => {
    const got = earned[index] ?? null;
    return `${title.toLowerCase()}${HARD}${got === null ? `not${HARD}measured` : `${got}/${outOf(of)}`}`;
  });
  const ceiling = ceilingWords(card).flatMap((said) =>
    wrap(plain(said), style.columns, INDENT).map((line) => line.replace('ceiling', paint.red('ceiling'))),
  );
  const unseen = unseenWords(card);
  const doubt = unseen === '' ? [] : wrap(unseen, style.columns, INDENT).map(paint.dim);
  return [...wrap(told.join('  '), style.columns, INDENT), ...ceiling, ...doubt, ''];
}

function costs(card: Scorecard, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  if (card.grade === null) return [];
  const dear = dearest(card);
  if (dear.length === 0) return [];
  return [
    `${INDENT}${paint.bold('what cost most')}`,
    ...dear.flatMap((finding) => [
      ...wrap(plain(finding.title), style.columns, `${INDENT}       `).map((line, at) =>
        at === 0 ? `${INDENT}${pad(`-${points(finding.points)}`, 7)}${line.trimStart()}` : line,
      ),
      ...wrap(plain(finding.seen), style.columns, `${INDENT}       `),
      ...wrap(`fix: ${plain(finding.remedy)}`, style.columns, `${INDENT}       `).map(paint.cyan),
    ]),
    ...leading(card, dear, style),
    '',
  ];
}

/** What gives most back, where that is not what cost most: a ceiling, say, that has to be lifted. */
function leading(card: Scorecard, dear: readonly Finding[], style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  const first = doFirst(card);
  if (first === null || first === dear[0]) return [];
  const room = style.columns - INDENT.length - LABEL;
  const fix = dear.includes(first) ? '' : `. Fix: ${first.remedy}`;
  return wrap(plain(`${first.title}, ${gained(first, card)}${fix}`), room, '').map((line, at) =>
    row(at === 0 ? 'do first' : '', paint.cyan(line)),
  );
}

function gates(card: Scorecard, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  const room = style.columns - INDENT.length - LABEL;
  const words = { pass: 'passed', fail: 'failed', inconclusive: 'not known' };
  const paints = { pass: paint.dim, fail: paint.red, inconclusive: paint.yellow };
  const widest = Math.min(34, Math.max(0, ...card.gates.map(({ text }) => plain(text).length)));
  return card.gates.flatMap((gate, index) => {
    const label = index === 0 ? 'gates' : '';
    const text = plain(gate.text);
    const word = words[gate.verdict];
    const because = plain(gate.because);
    const head = `${pad(text, widest)} ${word}`;
    const [first = '', ...more] = head.length <= room ? [head] : wrap(`${text} ${glued(word)}`, room, '');
    const lines = [row(label, first), ...more.map((line) => row('', line))];
    const last = lines.pop() ?? '';
    const told = last.slice(0, last.length - word.length) + paints[gate.verdict](word);
    if (because === '') return [...lines, told];
    if (more.length === 0 && first.length + 2 + because.length <= room)
      return [...lines, `${told}  ${because}`];
    return [...lines, told, ...wrap(because, room - 2, '').map((line) => row('', `  ${line}`))];
  });
}

function glued(text: string): string {
  return text.replaceAll(' ', HARD);
}

function network({ record }: Report, style: Style): string[] {
  return networkLines(record).flatMap((said, index) => {
    const [first = '', ...more] = wrap(plain(said), style.columns - INDENT.length - LABEL, '');
    return [row(index === 0 ? 'network' : '', first), ...more.map((line) => row('', line))];
  });
}

function death({ record }: Report, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  const dead = deathOf(record);
  if (dead === null) return [];
  const room = style.columns - INDENT.length - LABEL;
  const said = wrap(dead.said, room, '').map((line, at) => row(at === 0 ? 'ended' : '', paint.red(line)));
  return [
    ...said,
    ...dead.lastWords.map((line) => INDENT + clip(`| ${line}`, style.columns - INDENT.length, style)),
  ];
}

function where(report: Report, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  return [row('report', paint.cyan(`${report.folder}/scorecard.html`))];
}

function row(label: string, text: string): string {
  return `${INDENT}${pad(label, LABEL)}${text}`;
}

function phaseRuler({ record }: Report, cells: number): string[] {
  const { phases } = record.plan;
  const length = phases.at(-1)?.closes ?? 1;
  const cell = (at: Millis): number => Math.round((at / length) * cells);
  const { line, below } = ruler(
    phases.map(({ name, opens, closes }) => ({ name, from: cell(opens), to: cell(closes) })),
    { margin: INDENT.length + LABEL, width: cells },
  );
  return [row('', line), ...below];
}
