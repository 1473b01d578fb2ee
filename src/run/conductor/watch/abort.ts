/** Rules of the scenario that stop a run: its own measures, over the seconds that just went by. */
import { holds } from '../../../catalog/holds.js';
import type { Measure } from '../../../catalog/measures/measure.js';
import { measureById } from '../../../catalog/measures/shelf.js';
import { viewOf } from '../../../catalog/measures/view.js';
import { factor, percent, rate, span } from '../../../kit/figures.js';
import { invariant } from '../../../kit/invariant.js';
import type { AttemptRow, ResponseRow } from '../../../model/event.js';
import type { RunFacts } from '../../../model/record.js';
import type { Plan } from '../../../model/plan.js';
import type { AbortRule } from '../../../model/scenario.js';
import type { Millis } from '../../../model/units.js';

/** Fewer samples say nothing. */
const FEWEST = 5;

export interface AbortWatch {
  response(row: ResponseRow): void;
  attempt(row: AttemptRow): void;
  /** Why the run must stop now, or null. */
  check(at: Millis): string | null;
}

/** `facts`: as they are while a run lasts. */
export function abortWatch(plan: Plan, facts: RunFacts): AbortWatch {
  const longest = Math.max(0, ...plan.abort.map((rule) => rule.for));
  const isWatching = plan.abort.length > 0;
  let recent: Recent = { responses: [], attempts: [] };
  return {
    response: (row) => {
      if (isWatching) recent.responses.push(row);
    },
    attempt: (row) => {
      if (isWatching) recent.attempts.push(row);
    },
    check: (at) => {
      if (!isWatching) return null;
      recent = since(recent, at - longest);
      for (const rule of plan.abort) {
        const because = broken(rule, { plan, facts, recent, at });
        if (because !== null) return because;
      }
      return null;
    },
  };
}

interface Recent {
  readonly responses: ResponseRow[];
  readonly attempts: AttemptRow[];
}

function since({ responses, attempts }: Recent, time: Millis): Recent {
  const isRecent = ({ ended }: { readonly ended: Millis }): boolean => ended > time;
  return { responses: responses.filter(isRecent), attempts: attempts.filter(isRecent) };
}

const NOTHING_ELSE = {
  connections: [],
  toxics: [],
  phases: [],
  windows: [],
  notes: [],
  self: [],
  effects: [],
};

interface Now {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly recent: Recent;
  readonly at: Millis;
}

function broken(rule: AbortRule, { plan, facts, recent, at }: Now): string | null {
  const { during, journey, upstream } = rule;
  const open = plan.phases.find(({ opens, closes }) => opens <= at && at < closes);
  if (open === undefined || (during !== null && open.name !== during && open.role !== during)) return null;
  // The rule must have been able to hold for its whole time within one phase.
  if (at - open.opens < rule.for) return null;
  const measure = measureById(rule.measure);
  invariant(measure !== undefined, `there is no measure ${rule.measure}`);
  const rows = since(recent, at - rule.for);
  const view = viewOf({ plan, facts, ...NOTHING_ELSE, ...rows });
  const reading = measure.measure(view, { phase: during, journey, upstream }, rule.quantile);
  if (reading.state === 'unmeasured' || reading.samples < FEWEST) return null;
  return holds(reading.value, rule.is, rule.value)
    ? `${rule.text} (it was ${worded(reading.value, measure)})`
    : null;
}

function worded(value: number, { unit }: Measure): string {
  if (unit === 'ratio') return percent(value);
  if (unit === 'ms') return span(value);
  return unit === 'factor' ? factor(value) : rate(value);
}
