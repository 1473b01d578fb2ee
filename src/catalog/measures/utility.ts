/**
 * What users got, in one number: 1 for a full answer in time, 0 for nothing, −1 for a false success. It is
 * the level of the resilience curve of Bruneau et al. 2003. Judgement, not
 * nature: the table is published and versioned with the rubric.
 */
import { meanWithin, type Ends } from '../../kit/statistics.js';
import type { List } from '../../kit/list.js';
import type { ResponseRow } from '../../model/event.js';
import { utilityOf } from '../answers/outcomes.js';
import type { Measure, Reading } from './measure.js';
import { measured, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const utility: Measure = {
  id: 'utility',
  title: 'mean utility',
  definition:
    'Mean worth of a response, from 1 (full answer in time) to −1 (false success), fading from one deadline to four. Mean over the journeys that need the model, by their weight and not by their traffic.',
  unit: 'ratio',
  better: 'more',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'journey',
  narrows: ['during', 'journey'],
  measure: (view, scope) => meanUtility(view, view.responses(scope)),
};

const WORTH: Ends = { low: -1, high: 1 };

interface JourneySums {
  count: number;
  sum: number;
  squares: number;
  open: number;
}

export function meanUtility(view: RecordView, rows: List<ResponseRow>): Reading {
  const journeys = sumsByJourney(view, rows);
  let weights = 0;
  let value = 0;
  let below = 0;
  let above = 0;
  let samples = 0;
  for (const [name, sums] of journeys) {
    const weight = view.journey(name)?.weight ?? 0;
    if (sums.count === 0 || weight <= 0) continue;
    const mean = sums.sum / sums.count;
    const ends = reachOf(sums);
    weights += weight;
    value += weight * mean;
    // Journeys are drawn apart, so their errors add up like those of independent numbers.
    below += (weight * (mean - ends.low)) ** 2;
    above += (weight * (ends.high - mean)) ** 2;
    samples += sums.count;
  }
  if (weights === 0) return unmeasured(whyNone(rows, journeys));
  const mean = value / weights;
  return measured(
    mean,
    {
      low: Math.max(-1, mean - Math.sqrt(below) / weights),
      high: Math.min(1, mean + Math.sqrt(above) / weights),
    },
    samples,
  );
}

function whyNone(rows: List<ResponseRow>, journeys: ReadonlyMap<string, JourneySums>): string {
  if (rows.length === 0) return 'no request that needs the model was due in that phase';
  return [...journeys.values()].every(({ count }) => count === 0)
    ? 'every request was still open when we stopped looking'
    : 'no journey that was asked has a weight';
}

/** What was still open may turn out to be anything from nothing to a full answer. */
function reachOf(sums: JourneySums): Ends {
  const count = sums.count + sums.open;
  const worst = meanWithin({ count, sum: sums.sum, squares: sums.squares }, WORTH);
  const best = meanWithin({ count, sum: sums.sum + sums.open, squares: sums.squares + sums.open }, WORTH);
  return { low: worst.low, high: best.high };
}

function sumsByJourney(view: RecordView, rows: List<ResponseRow>): ReadonlyMap<string, JourneySums> {
  const journeys = new Map<string, JourneySums>();
  for (const row of rows) {
    let sums = journeys.get(row.journey);
    if (sums === undefined) journeys.set(row.journey, (sums = { count: 0, sum: 0, squares: 0, open: 0 }));
    if (view.isOpen(row)) {
      sums.open += 1;
      continue;
    }
    const worth = worthOf(view, row);
    sums.count += 1;
    sums.sum += worth;
    sums.squares += worth * worth;
  }
  return journeys;
}

export function worthOf(view: RecordView, row: ResponseRow): number {
  return utilityOf(row.class, row.ended - row.due, view.deadlineOf(row.journey));
}
