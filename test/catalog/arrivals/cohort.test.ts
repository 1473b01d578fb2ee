import { describe, expect, it } from 'vitest';
import { cohortDue, cohortOf, journeyOfCohort } from '../../../src/catalog/arrivals/cohort.js';
import { questionOf } from '../../../src/catalog/arrivals/draw.js';
import type { Cohort } from '../../../src/model/plan.js';
import { journeyOf, planOf } from '../../support/record.js';

const cohort: Cohort = {
  id: 'c1',
  phase: 'outage',
  on: 'claude',
  journey: 'ask',
  size: 4,
  opens: 1_000,
  within: 20,
  fails: 2_000,
  firstInbound: 100,
};
const second: Cohort = { ...cohort, id: 'c2', firstInbound: 104 };

describe('a cohort', () => {
  it.each([
    [99, null],
    [100, 'c1'],
    [103, 'c1'],
    [104, 'c2'],
    [107, 'c2'],
    [108, null],
  ])('inbound %i belongs to %s', (inbound, id) => {
    expect(cohortOf({ cohorts: [cohort, second] }, inbound)?.id ?? null).toBe(id);
  });

  it('comes within its time, evenly', () => {
    expect([0, 1, 2, 3].map((member) => cohortDue(cohort, member))).toEqual([1_000, 1_005, 1_010, 1_015]);
  });

  it('is on its own journey', () => {
    const journeys = [journeyOf({ name: 'note' }), journeyOf({ name: 'ask' })];
    expect(journeyOfCohort({ journeys }, cohort)).toBe(1);
  });

  it('asks what nobody else asks, however many questions are asked again', () => {
    const plan = planOf({ prompts: { pool: 1, repeat: 1 }, cohorts: [cohort] });
    const tokens = [100, 101, 102, 103].map((inbound) => questionOf(plan, inbound).token);
    expect(new Set(tokens).size).toBe(4);
    expect(tokens).not.toContain(questionOf(plan, 1).token);
  });
});
