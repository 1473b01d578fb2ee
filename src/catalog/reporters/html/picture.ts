/**
 * One time axis: what users got above, what was open on the provider between, the calls that it got
 * below. Made of numbers and our own words alone; names are escaped by `text`.
 */
import { figure, percent } from '../../../kit/figures.js';
import type { RunRecord } from '../../../model/record.js';
import { DRAWN, type DrawnId } from '../drawn.js';
import { seriesOf, type Series, type UpstreamSeries } from '../series.js';
import { seconds, stretch } from '../words.js';
import { along, phaseNames, shade, ticks } from './axis.js';
import { fillOf, swatch } from './hatches.js';
import { lanes } from './lanes.js';
import { text } from './text.js';

export function picture(record: RunRecord): string {
  const series = seriesOf(record, 100);
  const { phases } = record.plan;
  return [
    '<div class="plots">',
    shade(phases, series.length),
    phaseNames(phases, series.length),
    outcomes(series),
    lanes(record, series.length),
    ...allCalls(series),
    ticks(series.length),
    '</div>',
  ].join('\n');
}

function outcomes(series: Series): string {
  const totals = DRAWN.map(({ id, title }) => ({ id, title, all: total(series, id) }));
  const present = totals.filter(({ all }) => all > 0);
  const asked = series.asked.reduce((sum, value) => sum + value, 0);
  const said = present.map(({ title, all }) => `${title} ${percent(all / Math.max(1, asked))}`).join(', ');
  const keys = present.map(({ id, title }) => `<span>${swatch(id)}${title}</span>`).join('');
  return `<h3>What users got <span class="soft">share of the requests that need the model, every ${stretch(series.width)}</span> <span class="key">${keys}</span></h3>
<svg class="tall" role="img" aria-label="What users got over time. Over the whole run: ${said}.">${present.map(({ id }) => layer(series, id)).join('')}${edge(series)}${SHARES}</svg>`;
}

const SHARES = `<text x="0" y=".8rem" class="yl">100\u00a0%</text><line x1="0" x2="100%" y1="50%" y2="50%" class="axis"/><text x="0" y="50%" dy="1em" class="yl">50\u00a0%</text>`;

/** One class as a stepped band: a bin without a request is a gap. */
function layer(series: Series, id: DrawnId): string {
  const bins = series.outcomes.length;
  const rects = series.outcomes.flatMap((bin, index) => {
    const whole = series.asked[index] ?? 0;
    if (whole === 0 || bin[id] === 0) return [];
    const below = sumBelow(bin, id);
    const top = 1 - (below + bin[id]) / whole;
    return [
      `<rect x="${along(index, bins)}" width="${along(1, bins)}" y="${along(top, 1)}" height="${along(bin[id] / whole, 1)}" ${fillOf(id)}/>`,
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

/** The same scale for all, so that they can be compared; the first that was called says how it is drawn. */
function allCalls(series: Series): readonly string[] {
  const { upstreams, asked } = series;
  const highest = Math.max(
    1,
    ...asked,
    ...upstreams.flatMap(({ first, retries }) => first.map((value, bin) => value + (retries[bin] ?? 0))),
  );
  const told = upstreams.find((upstream) => upstream.calls > 0);
  return upstreams.map((upstream) => {
    const how =
      upstream === told
        ? 'a second; first tries grey, retries ink on top; the line is what users asked for'
        : 'a second, on the same scale';
    const isCalled = upstream.calls > 0;
    const title = `<h3>Calls to ${text(upstream.name)}${isCalled ? ` <span class="soft">${how}</span>` : ''}</h3>`;
    return title + (isCalled ? calls(upstream, series, highest) : '<p class="soft">It was never called.</p>');
  });
}

/** What lies above the highest bar, for the figures: the part of the plot that is filled at most. */
const FILLED = 0.85;

function calls(upstream: UpstreamSeries, series: Series, highest: number): string {
  const whole = highest / FILLED;
  const bins = upstream.first.length;
  const bars = upstream.first.map((first, bin) => {
    const retries = upstream.retries[bin] ?? 0;
    return (
      bar({ bin, bins, from: 0, height: first / whole, kind: 'first' }) +
      bar({ bin, bins, from: first / whole, height: retries / whole, kind: 'ink' })
    );
  });
  const line = series.asked
    .map((asked, bin) => `${bin === 0 ? 'M' : 'L'}${bin / bins} ${1 - asked / whole}H${(bin + 1) / bins}`)
    .join('');
  const perSecond = highest / (series.width / 1000);
  const top = along(1 - FILLED, 1);
  return `<svg class="mid" role="img" aria-label="${figure(upstream.calls)} calls to ${text(upstream.name)}, at most ${figure(upstream.peak.perSecond)} in one second, at ${seconds(upstream.peak.at)}"><line x1="0" x2="100%" y1="${top}" y2="${top}" class="axis"/>${bars.join('')}<svg viewBox="0 0 1 1" preserveAspectRatio="none" width="100%" height="100%"><path d="${line}" class="need"/></svg><text x="0" y=".8rem" class="yl">${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s</text>${peakLabel(upstream, series.length)}</svg>`;
}

/** Above its second, as far as the figure of the scale and the edge leave room. */
function peakLabel({ peak }: UpstreamSeries, length: number): string {
  const at = Math.min(0.92, Math.max(0.15, (peak.at + 500) / Math.max(length, 1)));
  return `<text x="${along(at, 1)}" y=".8rem" text-anchor="middle" class="yl odd">peak ${figure(peak.perSecond)} in 1\u00a0s</text>`;
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
