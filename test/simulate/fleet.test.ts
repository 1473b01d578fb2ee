/** What is fitted from a run of a known app is that app, and a fleet of it loads a provider as arithmetic says. */
import { describe, expect, it } from 'vitest';
import { finished } from '../../src/kit/steps.js';
import type { RunRecord } from '../../src/model/record.js';
import { fitOf, shownBy, type Fit } from '../../src/simulate/fleet/fit.js';
import {
  fleetPlan,
  fleetSteps,
  type FleetAnswer,
  type FleetQuestion,
} from '../../src/simulate/fleet/fleet.js';
import { fullestMinute, timeAbove } from '../../src/simulate/fleet/minutes.js';
import { knownPlan, type Hurt } from '../../src/simulate/known/plan.js';
import { simulatedRecord } from '../../src/simulate/record.js';
import { withUsers } from '../../src/simulate/scaled.js';
import { subjectById } from '../../src/simulate/subjects/shelf.js';

const DOWN: Hurt = { fault: 'status', params: { status: 500 } };

const SHORT = { baseline: 10_000, outage: 30_000, recovery: 15_000 };
const LONG = { baseline: 10_000, outage: 90_000, recovery: 30_000 };

function recordOf(id: string, fault: Hurt = DOWN, length = SHORT): RunRecord {
  const policy = subjectById(id);
  if (policy === undefined) throw new Error(`no subject ${id}`);
  const shape = { title: 'down', seed: 5, rate: 20, ...length };
  const plan = knownPlan({ ...shape, faults: [fault] });
  return simulatedRecord({ plan, policy, instances: 1, version: 'test', startedAt: '' });
}

function fitted(id: string, fault: Hurt = DOWN): Fit {
  const shown = shownBy(recordOf(id, fault));
  if (shown === null) throw new Error('nothing was shown');
  return fitOf(shown);
}

function fleetAnswer(question: FleetQuestion): FleetAnswer | null {
  return finished(fleetSteps(question));
}

describe('what a run shows of an app', () => {
  it('has its tries and the law of its waits', () => {
    const { policy } = fitted('timeout');
    expect(policy.retry.times).toBe(2);
    const { wait } = policy.retry;
    const [first = [], second = []] = wait.kind === 'measured' ? wait.quantiles : [];
    expect([first[0], first.at(-1)].map((at) => Math.round((at ?? 0) / 25) * 25)).toEqual([375, 500]);
    expect([second[0], second.at(-1)].map((at) => Math.round((at ?? 0) / 25) * 25)).toEqual([750, 1_000]);
  });

  it('tells a breaker by its failures and its probes', () => {
    const { gate } = fitted('breaker').policy;
    expect(gate.kind).toBe('breaker');
    expect(gate.kind === 'breaker' && Math.abs(gate.reset - 2_035) < 60).toBe(true);
  });

  it('tells a budget from errors that are rare', () => {
    expect(fitted('budgeted').policy.budget).toMatchObject({ kind: 'request-funded' });
    expect(fitted('timeout', { ...DOWN, share: 0.3 }).policy.budget).toEqual({ kind: 'none' });
  });

  it('tells who obeys a Retry-After from who does not, and who was never told', () => {
    const told = { fault: 'status', params: { status: 529, retryAfter: '5s' } };
    expect(fitted('timeout', told).policy.retry.retryAfter.kind).toBe('obeyed');
    expect(fitted('immediate', told).policy.retry.retryAfter.kind).toBe('ignored');
    expect(fitted('timeout').said.some((line) => line.includes('too few were told'))).toBe(true);
  });

  it('has its timeout', () => {
    expect(fitted('timeout', { fault: 'hang', params: {} }).policy.timeout?.after).toBeCloseTo(3_000, 6);
  });
});

describe('a fleet', () => {
  const question = { record: recordOf('timeout'), instances: 10, rate: null, quota: 24_000, draws: 3 };

  it('has the users of one instance as often as it has instances', () => {
    const { arrivals } = fleetPlan(question);
    const one = fleetPlan({ ...question, instances: 1 }).arrivals;
    const count = arrivals.kind === 'open' && one.kind === 'open' ? arrivals.count / one.count : 0;
    expect(count).toBeGreaterThan(9);
    expect(count).toBeLessThan(11);
  });

  it('triples its calls where each call is tried three times', () => {
    const answer = fleetAnswer(question);
    if (answer === null) throw new Error('nothing was answered');
    expect(answer.onset.middle / answer.calm.middle).toBeGreaterThan(2.4);
    expect(answer.onset.middle / answer.calm.middle).toBeLessThan(3.4);
    expect(answer.recovery?.middle).toBeGreaterThan(answer.calm.middle);
  });

  it('is judged by the minute: 200 calls a second that become 600 pass 24000 a minute after half of one', () => {
    // 200 × (60 − t) + 600 t = 24000 at t = 30 s, and 30 s after the outage it is below again: 90 of 120 s.
    const answer = fleetAnswer({ ...question, record: recordOf('timeout', DOWN, LONG), draws: 2 });
    expect(answer?.aboveQuota?.low).toBeGreaterThan(85_000);
    expect(answer?.aboveQuota?.high).toBeLessThan(95_000);
    expect(answer?.calmPerMinute.middle).toBeGreaterThan(10_500);
    expect(answer?.calmPerMinute.middle).toBeLessThan(13_500);
    expect(answer?.minutes.calm).toBeNull();
    expect(answer?.minutes.after?.middle).toBeGreaterThan(30_000);
  });

  it('is not judged by a minute that the run did not last', () => {
    expect(fleetAnswer(question)).toMatchObject({ aboveQuota: null, minutes: { calm: null, after: null } });
  });

  it('says how sure each fitted number is, and in how many draws it was there', () => {
    const fit = fleetAnswer(question)?.fit ?? [];
    expect(fit.find(({ what }) => what === 'tries')).toMatchObject({
      spread: { low: 3, middle: 3, high: 3 },
      share: 1,
    });
    const wait = fit.find(({ what }) => what === 'wait before retry 1')?.spread;
    expect(wait?.low).toBeGreaterThan(375);
    expect(wait?.high).toBeLessThan(500);
    expect(fit.some(({ what }) => what === 'timeout' || what.startsWith('breaker'))).toBe(false);
  });

  it('says nothing of a run in which no call met a fault', () => {
    expect(fleetAnswer({ ...question, record: recordOf('canned') })).toBeNull();
  });
});

describe('calls by the minute', () => {
  const calls = Float64Array.from([
    ...Array.from({ length: 60 }, (_, second) => second * 1_000),
    ...Array.from({ length: 240 }, (_, half) => 60_000 + half * 500),
  ]);

  it('are counted in the fullest one: two a second are 120', () => {
    expect(fullestMinute(calls, 0, 180_000)).toBe(120);
    expect(fullestMinute(calls, 0, 60_000)).toBe(60);
    expect(fullestMinute(calls, 0, 59_000)).toBeNull();
  });

  it('are above 90 a minute from 31 s after they doubled, as 60 + t are then in the last one', () => {
    expect(timeAbove(calls, { from: 60_000, to: 120_000, calm: 60 }, 90)).toBe(30_000);
    expect(timeAbove(calls, { from: 60_000, to: 120_000, calm: 60 }, 120)).toBe(0);
  });

  it('have the calm day before a run that began late', () => {
    expect(timeAbove(calls.subarray(0, 30), { from: 0, to: 30_000, calm: 60 }, 59)).toBe(30_000);
  });
});

it('scales the users of a plan and leaves its times alone', () => {
  const { plan } = recordOf('timeout');
  const scaled = withUsers(plan, 5_000);
  expect(scaled.arrivals.kind === 'open' && Math.abs(scaled.arrivals.count - 5_000) < 300).toBe(true);
  expect(scaled.phases.map(({ closes }) => closes)).toEqual(plan.phases.map(({ closes }) => closes));
});
