/**
 * Who arrives when, on which journey, and asks what: drawn from the seed before anything starts. Times
 * are drawn by the name of their phase and journeys by the number of the inbound, so that a journey
 * more moves nobody in time, and takes from the others only those who now take it.
 */
import { createHash } from 'node:crypto';
import { invariant } from '../../kit/invariant.js';
import { randomOf, type Random } from '../../kit/random.js';
import type { Plan, PlannedPhase } from '../../model/plan.js';
import type { Micros } from '../../model/units.js';
import { cohortOf } from './cohort.js';
import { drawQuestion, type Question } from './question.js';
import { arrivalById } from './shelf.js';

/** What a plan must say before its arrivals can be drawn; a plan in the making will do. */
export type Drawable = Pick<Plan, 'seed' | 'phases' | 'journeys' | 'prompts'> &
  Partial<Pick<Plan, 'cohorts'>>;

/** Inbounds from 0 in the order of their due times. */
export interface InboundSchedule {
  readonly count: number;
  dueOf(inbound: number): Micros;
  /** Index among the journeys of the plan. */
  journeyOf(inbound: number): number;
}

/** Every inbound of the phases with an open load; in closed ones, users set the pace. */
export function drawSchedule(plan: Drawable): InboundSchedule {
  const random = randomOf(plan.seed);
  const stretches = plan.phases.map((phase) => stretchOf(phase, random));
  const due = new Float64Array(stretches.reduce((count, stretch) => count + stretch.length, 0));
  let filled = 0;
  for (const stretch of stretches) {
    due.set(stretch, filled);
    filled += stretch.length;
  }
  const pick = journeyPicker(plan);
  const journeys = Uint16Array.from(due, (_, inbound) => pick(inbound));
  return {
    count: due.length,
    dueOf: (inbound) => due[inbound] ?? Number.NaN,
    journeyOf: (inbound) => journeys[inbound] ?? 0,
  };
}

/** The journey of an inbound, for loads whose count is not known beforehand. */
export function drawJourney(plan: Drawable, inbound: number): number {
  return journeyPicker(plan)(inbound);
}

/**
 * What the user of an inbound asks. A share asks from the pool, with the same token each time, so that
 * caches and coalescing can show; everybody else asks what nobody asked before.
 */
export function questionOf(plan: Drawable, inbound: number): Question {
  const random = randomOf(plan.seed).at('question');
  const own = random.at('inbound', inbound);
  const { pool, repeat } = plan.prompts;
  const isFromPool = pool > 0 && own.at('repeat').unit() < repeat && mayRepeat(plan, inbound);
  return drawQuestion(isFromPool ? random.at('pool', own.at('which').int(0, pool - 1)) : own);
}

// A note that is saved twice under one token would look like one write that was done twice; members of a
// cohort who asked the same could be served with one call, and there would be no herd to see.
function mayRepeat(plan: Drawable, inbound: number): boolean {
  if (cohortOf({ cohorts: plan.cohorts ?? [] }, inbound) !== null) return false;
  const journey = plan.journeys[drawJourney(plan, inbound)];
  return journey === undefined || (journey.needsModel && !journey.effects);
}

/** SHA-256 of all due times and journeys. */
export function scheduleHash(schedule: InboundSchedule): string {
  const hash = createHash('sha256');
  const rows = new DataView(new ArrayBuffer(1_000 * ROW));
  for (let first = 0; first < schedule.count; first += 1_000) {
    const count = Math.min(1_000, schedule.count - first);
    for (let row = 0; row < count; row += 1) {
      rows.setFloat64(row * ROW, schedule.dueOf(first + row));
      rows.setUint16(row * ROW + 8, schedule.journeyOf(first + row));
    }
    hash.update(new Uint8Array(rows.buffer, 0, count * ROW));
  }
  return hash.digest('hex');
}

const ROW = 10;

function stretchOf(phase: PlannedPhase, random: Random): readonly Micros[] {
  const { load } = phase;
  if (load.kind === 'closed') return [];
  invariant(
    load.rate.kind === 'per-second',
    `the load of phase ${phase.name} is still a share of a capacity`,
  );
  const arrival = arrivalById(load.arrivals);
  invariant(arrival !== undefined, `no arrivals are called ${load.arrivals}`);
  return arrival.draw({
    opens: Math.round(phase.opens * 1_000),
    closes: Math.round(phase.closes * 1_000),
    perSecond: load.rate.value,
    next: random.at('arrivals', phase.name).sequence(),
  });
}

/**
 * Every journey draws an exponential time with its traffic as the rate, and the first wins: shares are
 * those of the traffic, and a new journey can only win, never change who wins among the others.
 */
function journeyPicker(plan: Pick<Plan, 'seed' | 'journeys'>): (inbound: number) => number {
  const random = randomOf(plan.seed).at('journey');
  const runners = plan.journeys.map(({ name, traffic }) => ({ chance: random.at(name), traffic }));
  return (inbound) => {
    let winner = 0;
    let best = Infinity;
    runners.forEach(({ chance, traffic }, index) => {
      const time = traffic > 0 ? -Math.log(1 - chance.at(inbound).unit()) / traffic : Infinity;
      if (time < best) [winner, best] = [index, time];
    });
    return winner;
  };
}
