/** The time axis that all panels share: its ticks, the names of the phases, and where a time lies on it. */
import type { RunRecord } from '../../../model/record.js';
import { seconds } from '../words.js';
import { text } from './text.js';

type Phases = RunRecord['plan']['phases'];

/** Seconds; from a minute on the axis counts in minutes. */
const STEPS = [0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];
const MOST_TICKS = 10;
/** A tick so close to the end would touch its label. */
const NEAR_END = 0.94;

export function along(part: number, whole: number): string {
  return `${Number(((part / Math.max(whole, 1e-9)) * 100).toFixed(3))}%`;
}

export function ticks(length: number): string {
  const marks = tickTimes(length).map(({ at, label }, index, all) => {
    const isEnd = index === all.length - 1;
    const anchor = index === 0 ? 'start' : isEnd ? 'end' : 'middle';
    const isOdd = (all.length - 1 - index) % 2 === 1 && index > 0;
    return `<text x="${along(at, length)}" y="1.1em" text-anchor="${anchor}"${isOdd ? ' class="odd"' : ''}>${label}</text>`;
  });
  return `<svg class="ticks" aria-hidden="true"><line x1="0" x2="100%" y1="0" y2="0" class="axis"/>${marks.join('')}</svg>`;
}

/** Round times and the end; the unit stands at the first and the last. */
export function tickTimes(length: number): readonly { readonly at: number; readonly label: string }[] {
  const step = (STEPS.find((one) => length / 1000 / one <= MOST_TICKS) ?? 28_800) * 1000;
  const inMinutes = step >= 60_000;
  const said = (ms: number): string => Number((ms / (inMinutes ? 60_000 : 1000)).toFixed(1)).toString();
  const unit = inMinutes ? '\u00a0min' : '\u00a0s';
  const between = Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step);
  return [
    ...between
      .filter((at) => at <= NEAR_END * length)
      .map((at) => ({ at, label: at === 0 ? `0${unit}` : said(at) })),
    { at: length, label: `${said(length)}${unit}` },
  ];
}

export function shade(phases: Phases, length: number): string {
  const rects = phases
    .filter(({ role }) => role === 'outage')
    .map(
      ({ opens, closes }) =>
        `<rect x="${along(opens, length)}" width="${along(closes - opens, length)}" height="100%" class="washf"/>`,
    );
  return `<svg class="shade" aria-hidden="true">${rects.join('')}</svg>`;
}

/** Pixels: of a bold letter, between two names, of the plot on a phone, and where the page begins to be wide. */
export const LETTER = 6.75;
const GAP = 8;
const PHONE = 328;
export const WIDE = 700;

/** Side by side where they fit; else each in a row of its own, on a phone or everywhere. */
export function phaseNames(phases: Phases, length: number): string {
  const fits = (pixels: number): boolean =>
    phases.every(
      ({ name, opens, closes }) => name.length * LETTER + GAP <= ((closes - opens) / length) * pixels,
    );
  if (fits(PHONE)) return nameRow(phases, length, 'phases');
  const wide = fits(WIDE) ? nameRow(phases, length, 'phases wide') : nameStack(phases, length);
  return wide + nameList(phases, length);
}

function nameRow(phases: Phases, length: number, kind: string): string {
  const names = phases.map(
    (phase) =>
      `<text x="${along(phase.opens, length)}" dx="${phase.opens === 0 ? 0 : 6}" y="1em"${weight(phase)}>${text(phase.name)}</text>`,
  );
  return `<svg class="${kind}" aria-hidden="true">${names.join('')}</svg>`;
}

const ROW = 1.125;

/** From where the phase opens to the right; of one that opens late, to the left of where it closes. */
function nameStack(phases: Phases, length: number): string {
  const placeOf = ({ opens, closes }: Phases[number]): string => {
    if (opens === 0) return 'x="0"';
    if (opens <= length / 2) return `x="${along(opens, length)}" dx="6"`;
    return `x="${along(closes, length)}" dx="-6" text-anchor="end"`;
  };
  return stacked(phases, length, { kind: 'wide', placeOf });
}

/** On a phone all begin at the left edge: nowhere else is there room for a long name. */
function nameList(phases: Phases, length: number): string {
  return stacked(phases, length, { kind: 'small', placeOf: () => 'x="0"' });
}

interface Stacked {
  readonly kind: 'small' | 'wide';
  readonly placeOf: (phase: Phases[number]) => string;
}

function stacked(phases: Phases, length: number, { kind, placeOf }: Stacked): string {
  const rows = phases.map((phase, index) => {
    const edge = along(phase.opens, length);
    const line = `<line x1="${edge}" x2="${edge}" y1="${index * ROW}rem" y2="100%" class="axis"/>`;
    return `${phase.opens === 0 ? '' : line}<text ${placeOf(phase)} y="${index * ROW + 0.875}rem"${weight(phase)}>${text(phase.name)}</text>`;
  });
  return `<svg class="${kind}" height="${phases.length * ROW}rem" aria-hidden="true">${rows.join('')}</svg>`;
}

function weight({ role }: Phases[number]): string {
  return role === 'outage' ? ' class="on"' : '';
}

/** How long a run was: hours and minutes from ten minutes on. */
export function lasting(ms: number): string {
  if (ms < 600_000) return seconds(ms);
  const whole = Math.round(ms / 60_000);
  const [hours, minutes] = [Math.floor(whole / 60), whole % 60];
  return [hours > 0 ? `${hours}\u00a0h` : '', minutes > 0 ? `${minutes}\u00a0min` : '']
    .filter((part) => part !== '')
    .join('\u00a0');
}
