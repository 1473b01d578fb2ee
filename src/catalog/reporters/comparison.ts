/** A comparison for the terminal: the one sentence, then what moved. */
import picocolors from 'picocolors';
import type { Comparison } from '../../model/comparison.js';
import { pad, wrap } from './layout.js';
import type { Style } from './reporter.js';
import { plain, points, score } from './words.js';

const INDENT = '   ';

export function comparisonText(comparison: Comparison, style: Style): string {
  const paint = picocolors.createColors(style.colour);
  const colour = { pass: paint.dim, fail: paint.red, inconclusive: paint.yellow }[comparison.verdict];
  const lines = [
    `${colour(comparison.verdict)}  ${paint.bold(comparisonSentence(comparison))}`,
    ...(comparison.because === null ? [] : ['', ...wrap(plain(comparison.because), style.columns, INDENT)]),
    '',
    ...wrap(plain(marginWords(comparison)), style.columns, INDENT),
    ...(comparison.terms.length === 0 ? [] : ['']),
    ...comparison.terms.flatMap((term) => termLines(term, style)),
  ];
  return `${lines.join('\n')}\n`;
}

function termLines({ title, before, now, state }: Comparison['terms'][number], style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  const moved = `(${points(before)} to ${points(now)} points${DOUBTS[state]})`;
  const head = `${INDENT}${pad(signed(now - before), 7)}${plain(title)}`;
  if (head.length + 1 + moved.length <= style.columns) return [`${head} ${paint.dim(moved)}`];
  return [head, ...wrap(moved, style.columns, `${INDENT}       `).map(paint.dim)];
}

/** `this change: 54 → 81, ± 3` */
export function comparisonSentence({ before, now, difference, interval, least }: Comparison): string {
  if (before === null || now === null || difference === null || interval === null)
    return 'this change: not known';
  const half = Math.max(difference - interval[0], interval[1] - difference);
  const said = `this change: ${score(before)} → ${score(now)}, ± ${half.toFixed(half < 9.95 ? 1 : 0)}`;
  if (interval[0] > 0) return `${said}: better`;
  if (interval[1] < -least) return `${said}: worse`;
  return interval[0] >= -least ? `${said}: no worse` : `${said}: not decided`;
}

const DOUBTS = { changed: '', chance: '; may be chance', untested: '; not tested, it has no interval' };

function marginWords({ least, noise }: Comparison): string {
  const called = `a loss is called from ${least.toFixed(1)} points on`;
  if (noise === null) return called;
  const measured = `the standard deviation of ${noise.runs} runs in which nothing changed (${noise.from}), ${noise.deviation.toFixed(2)}`;
  return 3 * noise.deviation >= least
    ? `${called}: three times ${measured}`
    : `${called}, more than three times ${measured}`;
}

function signed(difference: number): string {
  return `${difference > 0 ? '+' : '−'}${points(Math.abs(difference))}`;
}
