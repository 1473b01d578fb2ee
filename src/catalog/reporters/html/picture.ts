/**
 * One time axis: what users got above, what was open on the provider between, the calls that it got
 * below. Made of numbers and our own words alone; names are escaped by `text`.
 */
import { figure, percent } from '../../../kit/figures.js';
import type { RunRecord } from '../../../model/record.js';
import { DRAWN, type DrawnId } from '../drawn.js';
import { seriesOf, type Series, type UpstreamSeries } from '../series.js';
import { injuryWords } from '../window-words.js';
import { seconds } from '../words.js';
import { fillOf, swatch } from './hatches.js';
import { text } from './text.js';

export function picture(record: RunRecord): string {
  const series = seriesOf(record, 100);
  return [
    '<div class="plots">',
    shade(record, series.length),
    phaseNames(record, series.length),
    outcomes(series),
    lanes(record, series.length),
    ...series.upstreams.map((upstream) => calls(upstream, series)),
    ticks(series.length),
    '</div>',
  ].join('\n');
}

function shade(record: RunRecord, length: number): string {
  const rects = record.plan.phases
    .filter(({ role }) => role === 'outage')
    .map(
      ({ opens, closes }) =>
        `<rect x="${along(opens, length)}" width="${along(closes - opens, length)}" height="100%" class="washf"/>`,
    );
  return `<svg class="shade" aria-hidden="true">${rects.join('')}</svg>`;
}

function phaseNames(record: RunRecord, length: number): string {
  const names = record.plan.phases.map(
    ({ name, opens, role }) =>
      `<text x="${along(opens, length)}" dx="${opens === 0 ? 0 : 6}" y="1em"${role === 'outage' ? ' class="on"' : ''}>${text(name)}</text>`,
  );
  return `<svg class="phases" aria-hidden="true">${names.join('')}</svg>`;
}

function outcomes(series: Series): string {
  const totals = DRAWN.map(({ id, title }) => ({ id, title, all: total(series, id) }));
  const present = totals.filter(({ all }) => all > 0);
  const asked = series.asked.reduce((sum, value) => sum + value, 0);
  const said = present.map(({ title, all }) => `${title} ${percent(all / Math.max(1, asked))}`).join(', ');
  const keys = present.map(({ id, title }) => `<span>${swatch(id)}${title}</span>`).join('');
  return `<h3>What users got <span class="soft">share of the requests that need the model, every ${seconds(series.width)}</span> <span class="key">${keys}</span></h3>
<svg class="tall" role="img" aria-label="What users got over time. Over the whole run: ${said}.">${present.map(({ id }) => layer(series, id)).join('')}${edge(series)}</svg>`;
}

/** One class as a stepped band: a bin without a request is a gap. */
function layer(series: Series, id: DrawnId): string {
  const bins = series.outcomes.length;
  const rects = series.outcomes.flatMap((bin, index) => {
    const whole = series.asked[index] ?? 0;
    if (whole === 0 || bin[id] === 0) return [];
    const below = sumBelow(bin, id);
    const top = 1 - (below + bin[id]) / whole;
    return [
      `<rect x="${along(index, bins)}" width="${along(1.02, bins)}" y="${along(top, 1)}" height="${along(bin[id] / whole, 1)}" ${fillOf(id)}/>`,
    ];
  });
  return rects.join('');
}

/** A full answer is pale; its upper edge carries the contrast. */
function edge(series: Series): string {
  const bins = series.outcomes.length;
  const steps = series.outcomes.map((bin, index) => {
    const whole = series.asked[index] ?? 0;
    if (whole === 0 || bin.full === 0) return '';
    return `M${index / bins} ${1 - bin.full / whole}H${(index + 1) / bins}`;
  });
  return `<svg viewBox="0 0 1 1" preserveAspectRatio="none" width="100%" height="100%"><path d="${steps.join('')}" class="edge"/></svg>`;
}

function sumBelow(bin: Readonly<Record<DrawnId, number>>, id: DrawnId): number {
  let sum = 0;
  for (const drawn of DRAWN) {
    if (drawn.id === id) return sum;
    sum += bin[drawn.id];
  }
  return sum;
}

function total(series: Series, id: DrawnId): number {
  return series.outcomes.reduce((sum, bin) => sum + bin[id], 0);
}

function lanes(record: RunRecord, length: number): string {
  const windows = [...record.plan.windows, ...record.plan.network];
  if (windows.length === 0) return '';
  const shown = windows.slice(0, 24);
  const rows = shown.map((window, index) => {
    const { on, opens, closes } = window;
    const y = `${index * 1.5}rem`;
    const label = `${text(on)}: ${text(injuryWords(window))}`;
    return `<rect x="${along(opens, length)}" width="${along(closes - opens, length)}" y="${y}" height="1.25rem" class="lane"/><rect x="${along(opens, length)}" width="3" y="${y}" height="1.25rem" class="opened"/><text x="${along(opens, length)}" dx="9" y="${index * 1.5 + 0.9}rem" class="lt">${label}</text>`;
  });
  const left = windows.length - shown.length;
  const more = left === 0 ? '' : `<p class="soft">and ${left} more windows: see plan.json</p>`;
  return `<h3>What the providers suffered <span class="soft">faults that were open</span></h3>
<svg class="lanes" height="${shown.length * 1.5}rem" role="img" aria-label="${shown.length} faults on the time axis">${rows.join('')}</svg>${more}`;
}

function calls(upstream: UpstreamSeries, series: Series): string {
  const title = `<h3>Calls to ${text(upstream.name)} <span class="soft">a second; first tries grey, retries ink on top; the line is what users asked for</span></h3>`;
  if (upstream.calls === 0) return `${title}<p class="soft">It was never called.</p>`;
  const highest = Math.max(
    1,
    ...upstream.first.map((value, bin) => value + (upstream.retries[bin] ?? 0)),
    ...series.asked,
  );
  const bins = upstream.first.length;
  const bars = upstream.first.map((first, bin) => {
    const retries = upstream.retries[bin] ?? 0;
    return (
      bar({ bin, bins, from: 0, height: first / highest, kind: 'first' }) +
      bar({ bin, bins, from: first / highest, height: retries / highest, kind: 'ink' })
    );
  });
  const line = series.asked
    .map((asked, bin) => `${bin === 0 ? 'M' : 'L'}${bin / bins} ${1 - asked / highest}H${(bin + 1) / bins}`)
    .join('');
  const perSecond = highest / (series.width / 1000);
  return `${title}<svg class="mid" role="img" aria-label="${figure(upstream.calls)} calls to ${text(upstream.name)}, at most ${figure(upstream.peak.perSecond)} in one second, at ${seconds(upstream.peak.at)}">${bars.join('')}<svg viewBox="0 0 1 1" preserveAspectRatio="none" width="100%" height="100%"><path d="${line}" class="need"/></svg><text x="0" y=".8rem" class="yl">${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s</text>${peakLabel(upstream, series.length)}</svg>`;
}

/** Beside its bar, on the side that has room. */
function peakLabel({ peak }: UpstreamSeries, length: number): string {
  const isLate = peak.at > 0.8 * length;
  const place = isLate
    ? `x="${along(peak.at, length)}" dx="-4" text-anchor="end"`
    : `x="${along(peak.at + 1_000, length)}" dx="4"`;
  return `<text ${place} y=".8rem" class="yl odd">peak ${figure(peak.perSecond)} in 1\u00a0s</text>`;
}

interface Bar {
  readonly bin: number;
  readonly bins: number;
  readonly from: number;
  readonly height: number;
  readonly kind: 'first' | 'ink';
}

function bar({ bin, bins, from, height, kind }: Bar): string {
  if (height === 0) return '';
  return `<rect x="${along(bin, bins)}" width="${along(0.92, bins)}" y="${along(1 - from - height, 1)}" height="${along(height, 1)}" class="${kind}"/>`;
}

function ticks(length: number): string {
  const marks = Array.from({ length: 11 }, (_, tenth) => {
    const at = (length * tenth) / 10;
    const label =
      tenth === 0 || tenth === 10 ? seconds(Math.round(at / 100) * 100) : Math.round(at / 1000).toString();
    const anchor = tenth === 0 ? 'start' : tenth === 10 ? 'end' : 'middle';
    return `<text x="${tenth * 10}%" y="1.1em" text-anchor="${anchor}"${tenth % 2 === 1 ? ' class="odd"' : ''}>${label}</text>`;
  });
  return `<svg class="ticks" aria-hidden="true"><line x1="0" x2="100%" y1="0" y2="0" class="axis"/>${marks.join('')}</svg>`;
}

function along(part: number, whole: number): string {
  return `${Number(((part / Math.max(whole, 1e-9)) * 100).toFixed(3))}%`;
}
