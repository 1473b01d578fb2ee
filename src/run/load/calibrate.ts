/**
 * What a healthy subject bears: users without a pause, several times as many in each step, until more
 * users bring no more answers. Those who join a step come one after another over one answer's time, so
 * that answers come evenly, and half a round of them tells the rate even where the model is slow.
 */
import { randomOf } from '../../kit/random.js';
import { BrownoutError } from '../../model/problem.js';
import type { Plan } from '../../model/plan.js';
import type { Clock, Millis } from '../../model/units.js';
import { Crowd } from './crowd.js';
import { Ledger } from './ledger.js';
import type { EndedVisit } from './visit.js';

export interface CalibrateOptions {
  readonly target: URL;
  /** Its windows play no part: the mocks must be healthy and without limits. */
  readonly plan: Plan;
  /** At most 10. */
  readonly seconds: number;
  readonly clock: Clock;
  /** Ends it early, with what was seen until then. */
  readonly signal: AbortSignal;
}

export interface Calibration {
  /** Answers a second. */
  readonly capacity: number;
  readonly how: string;
}

const FIRST_USERS = 8;
const GROWTH = 4;
/** Where an answer takes long there is time for few steps. */
const SLOW: Millis = 500;
const SLOW_GROWTH = 8;
const MOST_USERS = 1_024;
/** What a step must at least bring over the one before for the knee to lie further on. */
const STILL_GROWING = 1.3;
const LEAST_GOOD = 0.98;
const SHORTEST: Millis = 300;
const LONGEST: Millis = 10_000;
const TICK: Millis = 10;

interface Answer {
  readonly due: Millis;
  readonly ended: Millis;
  readonly isGood: boolean;
}

interface Step {
  readonly users: number;
  readonly rate: number;
  readonly answers: number;
  /** Share of the answers that were good. */
  readonly good: number;
  /** It was not cut short. */
  readonly isWhole: boolean;
}

export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const { clock, seconds, plan, signal } = options;
  const until = clock.now() + Math.min(LONGEST, seconds * 1_000);
  const seen: Answer[] = [];
  const ledger = ledgerOf(options, seen);
  const crowd = crowdOf(options, { ledger, until, joinOver: () => meanTime(seen) });
  const steps: Step[] = [];
  const most = Math.min(MOST_USERS, plan.limits.openSockets);
  try {
    for (let users = Math.min(most, FIRST_USERS); users <= most; users *= growthAfter(seen)) {
      crowd.resize(users);
      steps.push(await playStep(users, { clock, seen, until, signal }));
      if (signal.aborted || clock.now() >= until || isBeyondKnee(steps)) break;
    }
  } finally {
    crowd.resize(0);
    await ledger.settle(() => clock.now(), AbortSignal.abort());
    await crowd.close();
  }
  return best(steps);
}

function ledgerOf({ plan, target, clock }: CalibrateOptions, seen: Answer[]): Ledger {
  const journeys = plan.journeys.filter(({ needsModel, traffic }) => needsModel && traffic > 0);
  return new Ledger({
    plan: { ...plan, journeys },
    target,
    clock,
    env: process.env,
    onOpen: () => undefined,
    onEnd: (visit) => {
      const { due, ended, end } = visit;
      if (end !== 'censored') seen.push({ due, ended, isGood: isGood(visit) });
      return undefined;
    },
    onLast: () => undefined,
  });
}

interface Terms {
  readonly ledger: Ledger;
  readonly until: Millis;
  readonly joinOver: () => Millis;
}

function crowdOf(
  { target, clock, plan, signal }: CalibrateOptions,
  { ledger, until, joinOver }: Terms,
): Crowd {
  const random = randomOf(plan.seed).at('calibrate');
  let inbound = 0;
  return new Crowd({
    target,
    mayAsk: () => !signal.aborted && clock.now() < until,
    begin: () => {
      const visit = ledger.begin(inbound, clock.now());
      inbound += 1;
      return visit;
    },
    think: (user, turn) => (turn === 0 ? random.at(user).between(0, joinOver()) : 0),
  });
}

/** Of the newest answers; 0 before the first. */
function meanTime(seen: readonly Answer[]): Millis {
  const newest = seen.slice(-50);
  return newest.reduce((sum, { due, ended }) => sum + ended - due, 0) / Math.max(1, newest.length);
}

function growthAfter(seen: readonly Answer[]): number {
  return meanTime(seen) > SLOW ? SLOW_GROWTH : GROWTH;
}

interface Watch {
  readonly clock: Clock;
  readonly seen: readonly Answer[];
  readonly until: Millis;
  readonly signal: AbortSignal;
}

/** Counts once everybody has settled in: as many answers as users, all asked for in this step. */
async function playStep(users: number, { clock, seen, until, signal }: Watch): Promise<Step> {
  const began = clock.now();
  const before = seen.length;
  const isSettled = (): boolean => seen.slice(before).filter(({ due }) => due >= began).length >= users;
  const waitFor = async (isOver: () => boolean): Promise<void> => {
    while (!signal.aborted && clock.now() < until && !isOver())
      await new Promise((resolve) => setTimeout(resolve, TICK));
  };
  await waitFor(() => clock.now() - began >= SHORTEST && isSettled());
  const opened = clock.now();
  const first = seen.length;
  const enough = Math.max(8, users / 2);
  await waitFor(() => clock.now() - opened >= SHORTEST && seen.length - first >= enough);
  return stepOf(users, seen.slice(first), clock.now() - opened, enough);
}

function stepOf(users: number, answers: readonly Answer[], time: Millis, enough: number): Step {
  const good = answers.filter((answer) => answer.isGood).length;
  const rate = time > 0 ? (good * 1_000) / time : 0;
  const share = answers.length === 0 ? 0 : good / answers.length;
  return { users, rate, answers: answers.length, good: share, isWhole: answers.length >= enough };
}

function isGood({ end, reading }: EndedVisit): boolean {
  const isSuccess = reading.status !== null && reading.status >= 200 && reading.status < 300;
  return end === 'complete' && isSuccess && reading.streamDone !== 'missing' && reading.streamError === null;
}

function isBeyondKnee(steps: readonly Step[]): boolean {
  const last = steps.at(-1);
  const before = steps.at(-2);
  if (last === undefined) return false;
  if (last.good < LEAST_GOOD) return true;
  return before !== undefined && last.rate < before.rate * STILL_GROWING;
}

function best(steps: readonly Step[]): Calibration {
  const sound = steps.filter((step) => step.good >= LEAST_GOOD && step.isWhole);
  const [first, ...rest] = sound.length > 0 ? sound : steps.filter(({ rate }) => rate > 0);
  if (first === undefined) {
    throw new BrownoutError({
      code: 'no-capacity',
      ending: 'not-testable',
      message: "The capacity can't be measured: with healthy providers the app gave no good answer.",
      hints: ['Send one request by hand, and look at what the app says.'],
    });
  }
  const top = rest.reduce((most, step) => (step.rate > most.rate ? step : most), first);
  const isLast = top === steps.at(-1);
  const limit = isLast ? '; more users were not tried, so it may bear more' : '';
  const how = `${top.users} users without a pause, ${top.answers} answers, up to ${steps.at(-1)?.users ?? 0} users tried`;
  return { capacity: Number(top.rate.toPrecision(3)), how: `autocannon, closed loop: ${how}${limit}` };
}
