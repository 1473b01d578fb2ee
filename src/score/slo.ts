/**
 * Budget arithmetic: lost = (1 − Q) × length, and its share of (1 − SLO) × 30 days. Q is what was
 * measured while the outage was played, the length that of a real one or the user's own. Nothing is guessed.
 */
import { incidentsIn } from '../catalog/incidents.js';
import { utilityOf } from '../catalog/answers/outcomes.js';
import { utility } from '../catalog/measures/utility.js';
import type { Reading } from '../catalog/measures/measure.js';
import { share } from '../catalog/measures/reading.js';
import type { Report } from '../catalog/reporters/reporter.js';
import { viewOf, type RecordView } from '../catalog/measures/view.js';
import type { ResponseClass } from '../model/event.js';
import type {
  BudgetReport,
  CostOf,
  Credit,
  Objective,
  OutageLength,
  PricedOutage,
  Quality,
  SlaTier,
  Spent,
} from '../model/slo.js';
import type { Millis, Ratio } from '../model/units.js';
import { failedShare } from './failed-calls.js';

const MONTH: Millis = 30 * 24 * 3_600_000;

/** Shown where the user stated none. */
const USUAL: readonly Ratio[] = [0.99, 0.999, 0.9995, 0.9999];

export interface Asked {
  readonly slo: Ratio | null;
  readonly lasts: Millis | null;
  readonly tiers: readonly SlaTier[];
  readonly bill: number | null;
}

export function budgetReport({ record, scorecard }: Report, asked: Asked): BudgetReport {
  const view = viewOf(record);
  const { scenario } = record.plan;
  const quality = scorecard.grade === null ? openQuality(scorecard.because) : measuredIn(view);
  const failed = failedShare(view);
  const outer = outerQuality(failed);
  const objectives = objectivesOf(asked.slo);
  const outages = lengthsOf(scenario.sources, asked.lasts).map((length) =>
    priced(length, { ...quality, ...outer }, objectives),
  );
  return {
    format: 1,
    scenario: scenario.name,
    subject: record.facts.subject.name,
    quality,
    played: view.phases('outage').reduce((sum, { opens, closes }) => sum + closes - opens, 0),
    failed,
    objectives,
    outages,
    credit: creditOf(asked, outages),
  };
}

export function budgetOf(slo: Ratio): Millis {
  // Without what binary fractions add: 1 − 0.999 is 0.001.
  return Math.round(Number((1 - slo).toPrecision(12)) * MONTH);
}

function objectivesOf(slo: Ratio | null): readonly Objective[] {
  return (slo === null ? USUAL : [slo]).map((one) => ({
    slo: one,
    stated: slo !== null,
    budget: budgetOf(one),
  }));
}

function lengthsOf(sources: readonly string[], lasts: Millis | null): readonly OutageLength[] {
  if (lasts !== null) return [{ lasted: lasts, cited: null }];
  return incidentsIn(sources).map(({ lasted, title, on, source }) => ({
    lasted,
    cited: { title, on, source },
  }));
}

function priced(
  length: OutageLength,
  { passed, worth, inTime, perfect }: BudgetReport['quality'] & Outer,
  objectives: readonly Objective[],
): PricedOutage {
  const cost = (of: CostOf, quality: Quality) => ({ of, lost: spent(quality, length.lasted, objectives) });
  return {
    ...length,
    costs: [
      cost('passed-through', passed),
      cost('worth', worth),
      cost('in-time', inTime),
      cost('perfect-fallback', perfect),
    ],
  };
}

interface Outer {
  readonly passed: Quality;
  readonly perfect: Quality;
}

/** What hurts only some of the calls costs nobody more than those, and saves nobody more. */
function outerQuality(failed: Ratio | null): Outer {
  if (failed === null) {
    const open: Quality = { state: 'unmeasured', because: 'the plan doesn’t decide which calls fail' };
    return { passed: open, perfect: open };
  }
  const loss = 1 - utilityOf('alt', 0, Infinity);
  return { passed: known(1 - failed), perfect: known(1 - loss * failed) };
}

function known(value: Ratio): Quality {
  return { state: 'measured', value, interval: null };
}

export function spent(quality: Quality, lasted: Millis, objectives: readonly Objective[]): Spent | null {
  if (quality.state === 'unmeasured') return null;
  const lost = (1 - quality.value) * lasted;
  const { interval } = quality;
  return {
    value: lost,
    interval:
      interval === null ? null : { low: (1 - interval.high) * lasted, high: (1 - interval.low) * lasted },
    ofBudget: objectives.map(({ budget }) => lost / budget),
  };
}

/** A run that bears no grade doesn't tell how good the app was either. */
function openQuality(because: string): BudgetReport['quality'] {
  const open: Quality = { state: 'unmeasured', because };
  return { worth: open, inTime: open };
}

function measuredIn(view: RecordView): BudgetReport['quality'] {
  return { worth: worthIn(view), inTime: inTimeIn(view) };
}

function worthIn(view: RecordView): Quality {
  return qualityOf(utility.measure(view, { phase: 'outage', upstream: null, journey: null }, null));
}

const ANSWERS: readonly ResponseClass[] = ['full', 'alt', 'stale'];

function inTimeIn(view: RecordView): Quality {
  const rows = view.responses({ phase: 'outage' });
  const done = rows.filter((row) => !view.isOpen(row));
  const inTime = done.filter((row) => ANSWERS.includes(row.class) && !view.isLate(row));
  return qualityOf(share(inTime.length, done.length, rows.length - done.length));
}

function qualityOf(reading: Reading): Quality {
  if (reading.state === 'unmeasured') return reading;
  const { value, interval } = reading;
  return {
    state: 'measured',
    value: within(value),
    interval: interval === null ? null : { low: within(interval.low), high: within(interval.high) },
  };
}

function within(value: number): Ratio {
  return Math.min(1, Math.max(0, value));
}

function creditOf({ tiers, bill }: Asked, outages: readonly OutageLength[]): BudgetReport['credit'] {
  if (tiers.length === 0) return 'not-asked';
  if (outages.length === 0) return 'length-unknown';
  return { tiers, bill, lines: outages.map(({ lasted }) => creditLine(lasted, tiers, bill)) };
}

function creditLine(lasted: Millis, tiers: readonly SlaTier[], bill: number | null): Credit['lines'][number] {
  const uptime = within(1 - lasted / MONTH);
  const [reached] = tiers.filter(({ below }) => uptime < below).sort((a, b) => a.below - b.below);
  const credit = reached?.credit ?? 0;
  return { lasted, uptime, credit, amount: bill === null ? null : bill * credit };
}
