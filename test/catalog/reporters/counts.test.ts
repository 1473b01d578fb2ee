import { describe, expect, it } from 'vitest';
import { countsByPhase, outageCounts } from '../../../src/catalog/reporters/counts.js';
import { journeyRows } from '../../../src/catalog/reporters/journeys.js';
import { totalsRows } from '../../../src/catalog/reporters/totals.js';
import { attempt, journeyOf, phaseOf, planOf, response } from '../../support/record.js';

const plan = planOf({
  journeys: [journeyOf({ deadline: 3_000 }), journeyOf({ name: 'note', needsModel: false })],
  phases: [
    phaseOf('calm', 'baseline', 0, 10_000),
    phaseOf('first', 'outage', 10_000, 20_000),
    phaseOf('second', 'outage', 20_000, 30_000),
  ],
});
const at = (inbound: number, due: number, took: number): { inbound: number; due: number; ended: number } => ({
  inbound,
  due,
  ended: due + took,
});

const record = {
  plan,
  responses: [
    response({ ...at(0, 1_000, 500), phase: 'calm' }),
    response({ ...at(1, 11_000, 500), phase: 'first' }),
    response({ ...at(2, 17_000, 3_500), phase: 'first' }),
    response({ ...at(3, 21_000, 40), phase: 'second', class: 'raw-error' }),
    response({ ...at(4, 22_000, 40), phase: 'second', class: 'raw-error', end: 'unsent' }),
    response({ ...at(5, 23_000, 40), phase: 'second', class: 'raw-error', cohort: 'crowd' }),
    response({ ...at(6, 24_000, 40), phase: 'second', journey: 'note' }),
    response({ ...at(7, 25_000, 40), phase: 'second', journey: 'note', class: 'honest-error' }),
  ],
  attempts: [1, 2, 2, 3, 5, 5, 5, null].map((inbound, id) => attempt({ id, inbound, started: 11_000 + id })),
};

describe('what users got, counted', () => {
  it('leaves out those of a cohort, those that were never sent, and those that need no model', () => {
    const { requests, of, calls, others, othersFailed } = outageCounts(record);
    expect(Object.fromEntries(of)).toEqual({ full: 1, late: 1, 'raw-error': 1 });
    expect({ requests, calls, others, othersFailed }).toEqual({
      requests: 3,
      calls: 4,
      others: 2,
      othersFailed: 1,
    });
  });

  it('is told of each journey, those too that need no model, where there are several', () => {
    expect(journeyRows(record)).toEqual([
      {
        journey: plan.journeys[0]?.name,
        inTime: '1 of 3 (33\u00a0%)',
        got: 'full answer 33\u00a0%, late answer 33\u00a0%, raw error 33\u00a0%',
      },
      { journey: 'note', inTime: '1 of 2 (50\u00a0%)', got: 'full answer 50\u00a0%, honest error 50\u00a0%' },
    ]);
    const [alone] = plan.journeys;
    expect(
      journeyRows({ ...record, plan: { ...plan, journeys: alone === undefined ? [] : [alone] } }),
    ).toEqual([]);
  });

  it('says where nobody asked', () => {
    const [, note] = journeyRows({ ...record, responses: record.responses.slice(0, 4) });
    expect(note).toEqual({ journey: 'note', inTime: 'nobody asked', got: '' });
  });

  it('counts each request in the phase in which it was due', () => {
    const counts = countsByPhase(record);
    expect([...counts].map(([name, { requests }]) => [name, requests])).toEqual([
      ['calm', 1],
      ['first', 2],
      ['second', 1],
    ]);
  });

  it('makes a table whose classes add up to the requests below them', () => {
    expect(totalsRows(record).map(({ title, cells }) => [title, ...cells])).toEqual([
      ['full answer', '1 (100\u00a0%)', '1 (50\u00a0%)', '0'],
      ['late answer', '0', '1 (50\u00a0%)', '0'],
      ['raw error', '0', '0', '1 (100\u00a0%)'],
      ['requests that need the model', '1', '2', '1'],
      ['of these, under way at the end of the phase', '0', '1', '0'],
      ['calls that they caused', '0', '3', '1'],
      ['of the other requests, failed', '0 of 0', '0 of 0', '1 of 2 (50\u00a0%)'],
    ]);
  });
});
