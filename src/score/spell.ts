/**
 * How long an outage was one for the users of a journey: from the first fault until the last second in
 * which they clearly got less than on a good day. An app that came back for a moment wasn't back.
 */
import { worthOf } from '../catalog/measures/utility.js';
import type { RecordView } from '../catalog/measures/view.js';
import type { Spell } from '../model/audit.js';

interface Bin {
  sum: number;
  count: number;
}

/** Seconds that are looked at together, as for the recovery. */
const RUN = 4;
const MARGIN = 0.07;

export function spellOf(view: RecordView, journey: string): Spell {
  const before = total(binsOf(view, journey, 'baseline'));
  if (before.count === 0) return { state: 'unmeasured', because: 'nobody asked at baseline' };
  const bins = binsOf(view, journey, 'after');
  if (total(bins).count === 0) return { state: 'unmeasured', because: 'nobody asked from the onset on' };
  const good = before.sum / before.count;
  const last = lastHurt(bins, good);
  if (last === null) return { state: 'measured', value: 0, censored: false };
  const run = bins.slice(last, last + RUN);
  const within = run.findLastIndex((bin) => isHurt(bin, good, 1));
  const seconds = last + (within < 0 ? run.length : within + 1);
  return { state: 'measured', value: seconds * 1000, censored: last + RUN >= bins.length };
}

/** Where the last four seconds begin that were worse than at baseline. */
function lastHurt(bins: readonly Bin[], good: number): number | null {
  for (let first = Math.max(0, bins.length - RUN); first >= 0; first -= 1) {
    const run = bins.slice(first, first + RUN);
    if (isHurt(total(run), good, run.length)) return first;
  }
  return null;
}

/** The margin holds for 20 requests a second; with fewer, chance alone moves the mean further. */
function isHurt({ sum, count }: Bin, good: number, seconds: number): boolean {
  if (count === 0) return false;
  return sum / count < good - MARGIN * Math.max(1, Math.sqrt((20 * seconds) / count));
}

function total(bins: readonly Bin[]): Bin {
  return bins.reduce((all, { sum, count }) => ({ sum: all.sum + sum, count: all.count + count }), {
    sum: 0,
    count: 0,
  });
}

/** One bin a second; all phases from the first outage on are one stretch. */
function binsOf(view: RecordView, journey: string, part: 'baseline' | 'after'): readonly Bin[] {
  const onset = view.phases('outage')[0]?.opens ?? Infinity;
  const stretch = view
    .phases(null)
    .filter(({ role, opens }) => (part === 'baseline' ? role === 'baseline' : opens >= onset));
  const opens = stretch[0]?.opens ?? 0;
  const length = Math.max(0, Math.ceil(((stretch.at(-1)?.closes ?? opens) - opens) / 1000));
  const bins: Bin[] = Array.from({ length }, () => ({ sum: 0, count: 0 }));
  for (const { name } of stretch) {
    for (const row of view.responses({ phase: name, journey })) {
      const bin = bins[Math.floor((row.due - opens) / 1000)];
      if (bin === undefined || view.isOpen(row)) continue;
      bin.sum += worthOf(view, row);
      bin.count += 1;
    }
  }
  return bins;
}
