/** The live region of a terminal: six lines that are drawn over, from what was seen so far. */
import { windowWords } from '../../../catalog/reporters/window-words.js';
import { pad, sparkline } from '../../../catalog/reporters/layout.js';
import type { Style } from '../../../catalog/reporters/reporter.js';
import { plain } from '../../../catalog/reporters/words.js';
import { figure, percent, span } from '../../../kit/figures.js';
import { paintOf, type Paint } from '../door.js';
import { baselineShare, shareInTime, sumOf, type LiveState, type Sum } from './seen.js';

const LABEL = 16;
const MOST_CELLS = 50;
/** `  under 1 %` */
const SHARE = 11;

export function regionLines(state: LiveState, subject: string, style: Style): readonly string[] {
  const paint = paintOf(style);
  const columns = Math.min(style.columns - 1, 79);
  const title = `${state.plan.scenario.name}  ${plain(subject)}`;
  if (state.phase === null) return [cut(`${title}  ${plain(state.stage)}`, columns)];
  const cells = cellsOf(state, Math.min(columns < 78 ? MOST_CELLS / 2 : MOST_CELLS, columns - LABEL - SHARE));
  const last = sumOf(state.seconds.slice(-3));
  const highest = Math.max(1, ...cells.map((cell) => (cell === null ? 0 : cell.calls / cell.seconds)));
  const dots = '.'.repeat(Math.max(0, cellCount(state, MOST_CELLS) - cells.length));
  const ends = (left: string, right: string): string =>
    `${pad(cut(left, columns - right.length - 1), columns - right.length)}${right}`;
  const drawn = (label: string, values: readonly (number | null)[], most: number): string =>
    `${pad(label, LABEL)}${sparkline(values, most, style)}${columns < 78 ? '' : dots}`;
  const shares = cells.map((cell) => (cell === null ? null : shareInTime(cell)));
  const rates = cells.map((cell) => (cell === null ? null : cell.calls / cell.seconds));
  const inTime = shareInTime(last);
  const calls = last.seconds === 0 ? '-' : figure(last.calls / last.seconds);
  const lines = [
    paint.dim(
      ends(title, `${wholeSeconds(Math.min(state.at, state.length))} of ${wholeSeconds(state.length)}`),
    ),
    phaseLine(state, { paint, columns, style }),
    ends(drawn('in time', shares, 1), inTime === null ? 'nobody' : percent(inTime)),
    paint.dim(ends(drawn('calls/s', rates, highest), calls)),
    paint.dim(cut(openLine(state, style, columns), columns)),
    `${paint.dim(generatorLine(state, columns - STOPS.length))}${paint.cyan(STOPS)}`,
  ];
  return lines.map((line, index) => (index === 2 ? loud(line, inTime, baselineShare(state), paint) : line));
}

const STOPS = '  ctrl-c stops';

/** A share below half of the baseline's is an alarm, and says so in its figure too. */
function loud(line: string, now: number | null, before: number | null, paint: Paint): string {
  return now !== null && before !== null && now < before / 2 ? paint.bold(paint.red(line)) : paint.bold(line);
}

function phaseLine(
  state: LiveState,
  { paint, columns, style }: { paint: Paint; columns: number; style: Style },
): string {
  const { phase, plan, at } = state;
  const left = Math.max(0, (phase?.closes ?? 0) - at);
  const now = state.died === null ? '' : ', the app has died';
  const current = plan.phases.findIndex(({ name }) => name === phase?.name);
  const marks = style.unicode ? [' ✓', '', ' ·'] : [' ok', '', ' .'];
  const road = plan.phases
    .map(
      ({ name }, index) =>
        `${index > current ? `${marks[2] ?? ''} ` : ''}${name}${index < current ? (marks[0] ?? '') : ''}`,
    )
    .join(' ')
    .replaceAll('  ', ' ');
  const ends = `, ${wholeSeconds(left)} left${now}`;
  const label = cut(
    `${pad('phase', LABEL)}${cut(phase?.name ?? '', columns - LABEL - ends.length)}${ends}`,
    columns,
  );
  const room = columns - label.length - 2;
  return paint.bold(label) + (road.length <= room ? paint.dim(road.padStart(columns - label.length)) : '');
}

function openLine({ open, at }: LiveState, style: Style, columns: number): string {
  if (open.length === 0) return `${pad('open', LABEL)}nothing`;
  const closes = Math.min(...open.map((window) => window.closes));
  const left = `  ${wholeSeconds(closes - at)} left`;
  const between = style.unicode ? ' · ' : ', ';
  const names = open.map(windowWords);
  const room = columns - LABEL - left.length;
  if (names.join(between).length <= room) return `${pad('open', LABEL)}${names.join(between)}${left}`;
  const some = fitting(names, between, room - ' and 99 more'.length);
  const said =
    some.length === 0
      ? `${names.length} faults`
      : `${some.join(between)} and ${names.length - some.length} more`;
  return `${pad('open', LABEL)}${said}${left}`;
}

function generatorLine({ seconds: all }: LiveState, room: number): string {
  const last = all.at(-1)?.seen;
  if (last === undefined) return pad('generator', LABEL);
  const parts = [
    `${figure(last.scheduled)} sent`,
    `${figure(last.open)} open`,
    `lag p99 ${span(last.sendLag)}`,
    ...(last.joined === null ? [] : [`joined ${percent(last.joined)}`]),
  ];
  return `${pad('generator', LABEL)}${fitting(parts, ', ', room - LABEL).join(', ')}`;
}

/** The first that have room, each of them whole. */
function fitting(parts: readonly string[], between: string, room: number): readonly string[] {
  let count = parts.length;
  while (count > 0 && parts.slice(0, count).join(between).length > room) count -= 1;
  return parts.slice(0, count);
}

/** A cell is at least a second long, so that none is empty for want of a sighting. */
function cellCount({ length }: LiveState, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(length / 1000)));
}

/** What a second saw belongs to the second before it, give or take what the sighting was late. */
const SEEN_FROM = 900;

function cellsOf(state: LiveState, most: number): readonly (Sum | null)[] {
  const { seconds } = state;
  const whole = cellCount(state, most);
  const cellOf = (at: number): number =>
    Math.min(whole - 1, Math.floor((Math.max(0, at - SEEN_FROM) / Math.max(1, state.length)) * whole));
  const last = seconds.at(-1);
  return Array.from({ length: last === undefined ? 0 : cellOf(last.at) + 1 }, (_, cell) => {
    const within = seconds.filter(({ at }) => cellOf(at) === cell);
    return within.length === 0 ? null : sumOf(within);
  });
}

function cut(text: string, columns: number): string {
  return text.length <= columns ? text : text.slice(0, Math.max(0, columns));
}

function wholeSeconds(ms: number): string {
  return `${figure(Math.max(0, ms) / 1000)}\u00a0s`;
}
