/**
 * The terms of the rubric that are sums over the time axis, second by second, so that whoever resamples
 * time can take each of them again without going through the record.
 */
import { askedToWait } from '../catalog/measures/derived/asked-to-wait.js';
import { isUnsafe, writtenIn } from '../catalog/measures/derived/effects.js';
import { dishonestShare } from '../catalog/measures/dishonest-share.js';
import { hangOrWorseShare } from '../catalog/measures/hang-or-worse-share.js';
import { latenessOf } from '../catalog/measures/lateness.js';
import { lieShare } from '../catalog/measures/lie-share.js';
import { secondsOf } from '../catalog/measures/reading.js';
import { settledRows } from '../catalog/measures/derived/stretch.js';
import { vainIn } from '../catalog/measures/tokens-in-vain.js';
import { worthOf } from '../catalog/measures/utility.js';
import type { RecordView } from '../catalog/measures/view.js';
import type { List, Picked } from '../kit/list.js';
import type { Fraction } from '../kit/blocks.js';
import type { ResponseRow } from '../model/event.js';
import type { Role } from '../model/scenario.js';

export interface Part {
  readonly role: Role;
  /** One for each second of the phases of that role. */
  readonly bins: readonly Fraction[];
}

export interface Summed {
  readonly measure: string;
  readonly parts: readonly Part[];
  /** From the ratio of each part; null where a part has nothing to divide by. */
  value(ratios: readonly (number | null)[]): number | null;
}

type Build = (view: RecordView) => Summed | null;

const BUILDS: Readonly<Record<string, Build>> = {
  utility: (view) => ({
    measure: 'utility',
    ...weighted(view, 'outage', view.responses({ phase: 'outage' })),
  }),
  'lie-share': ofClasses('lie-share', lieShare.classes),
  'dishonest-share': ofClasses('dishonest-share', dishonestShare.classes),
  'hang-or-worse-share': ofClasses('hang-or-worse-share', hangOrWorseShare.classes),
  lateness: (view) =>
    single(
      'lateness',
      responsesOf(view, (row) => latenessOf(view, row)),
    ),
  'unsafe-writes': unsafe,
  amplification: worstAmplification,
  'tokens-in-vain': inVain,
  'early-retries': early,
  'residual-deficit': deficit,
};

/** Null where the measure is none of sums, such as a time or a peak. */
export function summedOf(view: RecordView, measure: string): Summed | null {
  return BUILDS[measure]?.(view) ?? null;
}

function single(measure: string, part: Part, value = (ratio: number): number => ratio): Summed {
  return {
    measure,
    parts: [part],
    value: ([ratio = null]) => (ratio === null ? null : value(ratio)),
  };
}

function ofClasses(measure: string, classes: ReadonlySet<ResponseRow['class']>): Build {
  return (view) =>
    single(
      measure,
      responsesOf(view, (row) => (classes.has(row.class) ? 1 : 0)),
    );
}

function responsesOf(view: RecordView, of: (row: ResponseRow) => number): Part {
  return partOf(view, 'outage', view.responses({ phase: 'outage' }), of);
}

function partOf(
  view: RecordView,
  role: Role,
  rows: List<ResponseRow>,
  of: (row: ResponseRow) => number,
): Part {
  const seconds = secondsOf(view, { phase: role });
  for (const row of rows) if (!view.isOpen(row)) seconds.add(row.due, of(row), 1);
  return { role, bins: seconds.bins };
}

/** Journeys count by their weight, not by their traffic. */
function weighted(view: RecordView, role: Role, rows: Picked<ResponseRow>): Omit<Summed, 'measure'> {
  const journeys = view.record.plan.journeys.filter(
    ({ name, weight }) => weight > 0 && rows.some((row) => row.journey === name && !view.isOpen(row)),
  );
  const parts = journeys.map(({ name }) =>
    partOf(
      view,
      role,
      rows.where((row) => row.journey === name),
      (row) => worthOf(view, row),
    ),
  );
  return {
    parts,
    value: (ratios) => {
      let sum = 0;
      let weights = 0;
      journeys.forEach(({ weight }, index) => {
        const ratio = ratios[index] ?? null;
        if (ratio === null) return;
        sum += weight * ratio;
        weights += weight;
      });
      return weights === 0 ? null : sum / weights;
    },
  };
}

function worstAmplification(view: RecordView): Summed | null {
  const all = view.record.plan.upstreams.map(({ name }) => {
    const seconds = secondsOf(view, { phase: 'outage' });
    const calls = view.calls({ phase: 'outage', upstream: name });
    let attempts = 0;
    for (const call of calls) {
      attempts += call.tries;
      seconds.add(call.due, call.tries, 1);
    }
    return { bins: seconds.bins, calls: calls.length, value: attempts / Math.max(1, calls.length) };
  });
  const called = all.filter(({ calls }) => calls > 0);
  const enough = called.filter(({ calls }) => calls >= 10);
  const [worst] = (enough.length > 0 ? enough : called).sort((a, b) => b.value - a.value);
  return worst === undefined ? null : single('amplification', { role: 'outage', bins: worst.bins });
}

function inVain(view: RecordView): Summed {
  return single('tokens-in-vain', { role: 'outage', bins: vainIn(view, { phase: 'outage' }).bins });
}

function unsafe(view: RecordView): Summed | null {
  const known = writtenIn(view, { phase: 'outage', journey: null }).filter(({ count }) => count !== null);
  if (known.length === 0) return null;
  const seconds = secondsOf(view, { phase: 'outage' });
  for (const write of known) seconds.add(write.response.due, isUnsafe(write) ? 1 : 0, 1);
  return single('unsafe-writes', { role: 'outage', bins: seconds.bins });
}

function early(view: RecordView): Summed | null {
  const asked = askedToWait(view, { phase: 'outage' });
  const requests = view.responses({ phase: 'outage' }).length;
  if (asked.length === 0 || requests === 0) return null;
  const seconds = secondsOf(view, { phase: 'outage' });
  for (const { attempt, waited, isEarly } of asked) {
    if (waited !== null) seconds.add(attempt.started, isEarly ? 1 : 0, 1);
  }
  const retries = view.calls({ phase: 'outage' }).reduce((sum, { tries }) => sum + tries - 1, 0);
  const weight = Math.min(1, retries / requests);
  return single('early-retries', { role: 'outage', bins: seconds.bins }, (ratio) => ratio * weight);
}

function deficit(view: RecordView): Summed | null {
  const rows = settledRows(view, null);
  if (rows === null) return null;
  const after = weighted(view, 'recovery', rows);
  const before = weighted(view, 'baseline', view.responses({ phase: 'baseline' }));
  return {
    measure: 'residual-deficit',
    parts: [...after.parts, ...before.parts],
    value: (ratios) => {
      const left = after.value(ratios.slice(0, after.parts.length));
      const whole = before.value(ratios.slice(after.parts.length));
      return left === null || whole === null || whole <= 0 ? null : Math.max(0, 1 - left / whole);
    },
  };
}
