/** What was open on whom, a bar a fault: it begins with an edge, and carries its own words. */
import type { AnyWindow } from '../../../model/plan.js';
import type { RunRecord } from '../../../model/record.js';
import { shareWords } from '../window-words.js';
import { seconds } from '../words.js';
import { along } from './axis.js';
import { text } from './text.js';

const MOST = 24;
const ROW = 1.5;

export function lanes({ plan }: Pick<RunRecord, 'plan'>, length: number): string {
  const windows = [...plan.windows, ...plan.network];
  if (windows.length === 0) return '';
  const shown = windows.slice(0, MOST);
  const left = windows.length - shown.length;
  const more = left === 0 ? '' : `<p class="soft">and ${left} more, which plan.json lists</p>`;
  const said = shown.map(spoken).join('; ');
  return `<h3>What the providers suffered <span class="soft">faults that were open</span></h3>
<svg class="lanes" height="${shown.length * ROW}rem" role="img" aria-label="Faults that were open: ${said}.">${shown.map((window, row) => lane(window, row, length)).join('')}</svg>${more}`;
}

/** On a phone the words begin at the left edge, whenever the fault did: nowhere else is there room. */
function lane(window: AnyWindow, row: number, length: number): string {
  const { opens, closes } = window;
  const y = `${row * ROW}rem`;
  const edge = along(opens, length);
  const isLate = opens > 0.55 * length;
  const place = isLate ? `x="${edge}" dx="-6" text-anchor="end"` : `x="${edge}" dx="9"`;
  const label = (where: string, kind: string): string =>
    `<text ${where} y="${row * ROW + 0.9}rem" class="lt ${kind}">${text(`${window.on}: ${shareWords(window)}`)}</text>`;
  return `<rect x="${edge}" width="${along(closes - opens, length)}" y="${y}" height="1.25rem" class="lane"/><rect x="${edge}" width="3" y="${y}" height="1.25rem" class="opened"/>${label(place, 'wide')}${label('x="0"', 'small')}`;
}

function spoken(window: AnyWindow): string {
  return text(
    `${window.on}: ${shareWords(window)}, from ${seconds(window.opens)} to ${seconds(window.closes)}`,
  );
}
