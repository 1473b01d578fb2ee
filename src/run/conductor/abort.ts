/** Rules of the scenario that stop a run: a share of the classes, over the seconds that just went by. */
import type { ResponseClass, ResponseRow } from '../../model/event.js';
import type { PlannedPhase } from '../../model/plan.js';
import type { AbortRule, Comparison } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';

const SHARES: Readonly<Record<string, ResponseClass>> = {
  'full-share': 'full',
  'alt-share': 'alt',
  'stale-share': 'stale',
  'honest-error-share': 'honest-error',
  'raw-error-share': 'raw-error',
  'hang-share': 'hang',
  'reset-share': 'reset',
  'lie-share': 'lie',
};

/** Fewer responses say nothing. */
const FEWEST = 5;

export interface AbortWatch {
  saw(row: ResponseRow): void;
  /** Why the run must stop now, or null. */
  check(at: Millis): string | null;
}

export function abortWatch(rules: readonly AbortRule[], phases: readonly PlannedPhase[]): AbortWatch {
  const longest = Math.max(0, ...rules.map((rule) => rule.for));
  let rows: ResponseRow[] = [];
  return {
    saw: (row) => {
      if (rules.length > 0) rows.push(row);
    },
    check: (at) => {
      rows = rows.filter((row) => row.ended > at - longest);
      for (const rule of rules) {
        const because = broken(rule, rows, phases, at);
        if (because !== null) return because;
      }
      return null;
    },
  };
}

function broken(
  rule: AbortRule,
  rows: readonly ResponseRow[],
  phases: readonly PlannedPhase[],
  at: Millis,
): string | null {
  const named = phases.filter(
    (phase) => rule.during === null || phase.name === rule.during || phase.role === rule.during,
  );
  const phase = named.find(({ opens, closes }) => opens <= at && at < closes);
  const wanted = SHARES[rule.measure];
  // The rule must have been able to hold for its whole time within one phase.
  if (phase === undefined || wanted === undefined || at - phase.opens < rule.for) return null;
  const recent = rows.filter(
    (row) => row.ended > at - rule.for && (rule.journey === null || row.journey === rule.journey),
  );
  if (recent.length < FEWEST) return null;
  const share = recent.filter((row) => row.class === wanted).length / recent.length;
  return holds(share, rule.is, rule.value) ? `${rule.text} (it was ${Math.round(share * 100)} %)` : null;
}

function holds(value: number, is: Comparison, limit: number): boolean {
  switch (is) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '==':
      return value === limit;
  }
}
