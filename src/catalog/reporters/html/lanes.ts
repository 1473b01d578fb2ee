/** What was open on whom, a bar a fault: it begins with an edge, and carries its own words. */
import type { AnyWindow } from '../../../model/plan.js';
import type { RunRecord } from '../../../model/record.js';
import { shareWords } from '../window-words.js';
import { seconds } from '../words.js';
import { along, LETTER, WIDE } from './axis.js';
import { stretchesOf } from './stretches.js';
import { text } from './text.js';

const MOST = 24;
/** Pixels between a bar's edge and its words. */
const INSET = 9;

export function lanes({ plan }: Pick<RunRecord, 'plan'>, length: number): string {
  const windows = [...plan.windows, ...plan.network];
  if (windows.length === 0) return '';
  const shown = windows.slice(0, MOST);
  const left = windows.length - shown.length;
  const more = left === 0 ? '' : `<p class="soft">and ${left} more, which plan.json lists</p>`;
  const said = shown.map(spoken).join('; ');
  return `<h3>What the providers suffered <span class="soft">faults that were open</span></h3>
<div class="lanes" role="img" aria-label="Faults that were open: ${said}.">${shown.map((window) => lane(window, length)).join('')}</div>${more}`;
}

/** On a phone the words stand above the bar, and everywhere where they fit on neither side of its edge. */
function lane(window: AnyWindow, length: number): string {
  const words = text(`${window.on}: ${shareWords(window)}`);
  const place = placeOf(window, length);
  const above = `<p${place === null ? '' : ' class="small"'}>${words}</p>`;
  const beside = place === null ? '' : `<text ${place} y=".9rem" class="lt wide">${words}</text>`;
  const bars = stretchesOf(window).map(({ from, to }) => {
    const edge = along(from, length);
    return `<rect x="${edge}" width="${along(to - from, length)}" height="100%" class="lane"/><rect x="${edge}" width="3" height="100%" class="opened"/>`;
  });
  return `${above}<svg>${bars.join('')}${beside}</svg>`;
}

/** Right of where the fault opened, or behind it where it comes and goes; of one that opens late, left of it. */
function placeOf(window: AnyWindow, length: number): string | null {
  const needed = (window.on.length + 2 + shareWords(window).length) * LETTER + INSET;
  const isOneBar = stretchesOf(window).length === 1;
  const begin = isOneBar ? window.opens : window.closes;
  const pixels = (at: number): number => (at / Math.max(length, 1)) * WIDE;
  const toTheLeft =
    needed <= pixels(window.opens) ? `x="${along(window.opens, length)}" dx="-6" text-anchor="end"` : null;
  const toTheRight = needed <= WIDE - pixels(begin) ? `x="${along(begin, length)}" dx="${INSET}"` : null;
  return pixels(begin) > 0.55 * WIDE ? (toTheLeft ?? toTheRight) : (toTheRight ?? toTheLeft);
}

function spoken(window: AnyWindow): string {
  return text(
    `${window.on}: ${shareWords(window)}, from ${seconds(window.opens)} to ${seconds(window.closes)}`,
  );
}
