/** How measurements are said, in every report alike. A score rounds down, so that 89.9 is no A. */
import { factor, figure, limit, percent, rate, span } from '../../kit/figures.js';
import type { Finding } from '../../model/finding.js';
import type { Measurement, Unit } from '../../model/measurement.js';
import type { Scorecard } from '../../model/scorecard.js';

const HARD = '\u00a0';

/** Whole seconds where it is whole, for axes and phases. */
export function seconds(ms: number): string {
  const value = ms / 1000;
  return `${Number.isInteger(value) ? value : value.toFixed(1)}${HARD}s`;
}

/** Of a stretch of time: minutes where it is whole ones. */
export function stretch(ms: number): string {
  return ms >= 120_000 && ms % 60_000 === 0 ? `${figure(ms / 60_000)}${HARD}min` : span(ms);
}

export function points(value: number): string {
  return value.toFixed(1);
}

/**
 * What each dimension earned, in tenths that add up to those of the score, downwards like it: five that were rounded
 * apart might make a B of an A. Null for one that was not measured.
 */
export function earnedPoints(dimensions: Scorecard['dimensions']): readonly (string | null)[] {
  const tenths = dimensions.map(({ points: got }) => 10 * (got ?? 0));
  const cut = tenths.map((value) => Math.floor(value + 1e-6));
  const whole = Math.floor(tenths.reduce((sum, value) => sum + value, 0) + 1e-6);
  const left = whole - cut.reduce((sum, value) => sum + value, 0);
  const restOf = (index: number): number => (tenths[index] ?? 0) - (cut[index] ?? 0);
  const most = tenths.map((_, index) => index).sort((a, b) => restOf(b) - restOf(a));
  const raised = new Set(most.slice(0, Math.max(0, left)));
  return dimensions.map(({ points: got }, index) =>
    got === null ? null : points(((cut[index] ?? 0) + (raised.has(index) ? 1 : 0)) / 10),
  );
}

/** Silence of a run that was not graded is no praise. */
export const UNGRADED = 'Not known: there is no grade.';

/** Where there is no finding. */
export function nothingToMend({ grade }: Pick<Scorecard, 'grade'>): string {
  return grade === null ? UNGRADED : 'Nothing to mend was found.';
}

/** What a finding took, and what a fix would give back; tenths of a point are as fine as it is said. */
export function lost(finding: Finding): string {
  return isShown(finding.points) ? `−${points(finding.points)}` : '0';
}

/** What could be earned; points of what was not measured went to the others, as fractions. */
export function outOf(of: number): string {
  return Number(of.toFixed(1)).toString();
}

/** What holds the score, and what would hold it next; nothing where no ceiling binds. */
export function ceilingWords(card: Pick<Scorecard, 'caps' | 'dimensions'>): readonly string[] {
  const [binding, ...beside] = card.caps.filter(({ state }) => state === 'binding');
  if (binding === undefined) return [];
  const base = card.dimensions.reduce((sum, { points: got }) => sum + (got ?? 0), 0);
  const behind = card.caps.filter(({ state, cap }) => state === 'reached' && cap < base);
  const [next] = [...beside, ...behind.sort((a, b) => a.cap - b.cap)];
  return [
    `ceiling ${binding.cap}: ${binding.title}: ${binding.because}`,
    next === undefined
      ? `behind it no other: the points alone would be ${score(base)}`
      : `behind it ceiling ${next.cap}: ${next.title}: ${next.because}`,
  ];
}

export function gained(finding: Finding, { caps }: Pick<Scorecard, 'caps'>): string {
  if (isShown(finding.gain)) return `+${points(finding.gain)}`;
  if (!isShown(finding.points)) return 'takes no points';
  return caps.some(({ state }) => state === 'binding') ? NO_CHANGE : 'nearly full points';
}

/** A finding that took nothing itself may still be what lifts a ceiling. */
export function isPriced({ points: got, gain }: Pick<Finding, 'points' | 'gain'>): boolean {
  return isShown(got) || isShown(gain);
}

const NO_CHANGE = 'no letter change until that ceiling is lifted';

/** Tenths of a point are as fine as it is said. */
export function isShown(value: number): boolean {
  return value >= 0.05;
}

export function score(value: number): string {
  return Math.floor(value + 1e-9).toString();
}

export function interval(ends: readonly [number, number] | null): string {
  if (ends === null) return 'interval not known';
  return `95${HARD}% interval ${score(ends[0])} to ${score(ends[1])}`;
}

/** What the interval leaves out, and what it would cost; nothing where that is nothing. */
export function unseenWords({ unseen }: Pick<Scorecard, 'unseen'>): string {
  if (unseen === null) return '';
  const { what, requests, share, points: left } = unseen;
  return `None of ${figure(requests)} users was ${what}; up to ${limit(share)} may be all the same (95${HARD}%), which would leave ${score(left)} points.`;
}

export function inUnit(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return span(value);
    case 'ratio':
      return percent(value);
    case 'factor':
      return value < 10 ? `${rate(value)}×` : factor(value);
    case 'per-second':
      return `${value.toFixed(1)}/s`;
    case 'points':
      return points(value);
    case 'usd':
      return dollars(value);
    case 'count':
    case 'tokens':
      return Number.isInteger(value) ? figure(value) : rate(value);
  }
}

/** A run costs cents: below a dollar three digits say it. */
function dollars(value: number): string {
  return `$${value > 0 && value < 1 ? Number(value.toPrecision(3)) : value.toFixed(2)}`;
}

export function measured(measurement: Measurement): string {
  if (measurement.state === 'unmeasured') return `not known: ${measurement.because}`;
  const said = inUnit(measurement.value, measurement.unit);
  return measurement.censored ? `over ${said}` : said;
}

/** Nothing that came from the subject may steer a terminal: control characters become a space. */
export function plain(text: string): string {
  return Array.from(text, (character) => (isControl(character) ? ' ' : character)).join('');
}

/** For a page that breaks lines where it likes: a number keeps its %. */
export function unbroken(text: string): string {
  return plain(text).replace(/(\d) (?=%)/g, `$1${HARD}`);
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isBidi = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || isBidi;
}

/** Reasons are kept as clauses; one that stands alone begins and ends like a sentence. */
export function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}${/[.!?]$/.test(clause) ? '' : '.'}`;
}
