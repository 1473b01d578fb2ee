/** The simulated world against arithmetic, and against the promises that it makes. */
import { describe, expect, it } from 'vitest';
import { fateOf } from '../../src/catalog/faults/fate.js';
import { drawSchedule } from '../../src/catalog/arrivals/draw.js';
import type { RunRecord } from '../../src/model/record.js';
import { knownPlan, type Shape } from '../../src/simulate/known/plan.js';
import { simulatedRecord } from '../../src/simulate/record.js';
import { subjectById, subjects } from '../../src/simulate/subjects/shelf.js';

const SHAPE: Shape = {
  ...{ title: 'half fail', seed: 3, rate: 20, baseline: 5_000, outage: 20_000, recovery: 5_000 },
  faults: [{ fault: 'status', params: { status: 500 }, share: 0.5 }],
  upstreams: 2,
};

function recordOf(id: string, changes: Partial<Shape> = {}): RunRecord {
  const policy = subjectById(id);
  if (policy === undefined) throw new Error(`no subject ${id}`);
  const plan = knownPlan({ ...SHAPE, ...changes });
  return simulatedRecord({ plan, policy, instances: 1, version: 'test', startedAt: '' });
}

describe('the simulated world', () => {
  it.each(subjects.map(({ id }) => id))(
    'answers every user of %s exactly once, at or after its due time',
    (id) => {
      for (const streamed of [false, true]) {
        const { plan, responses } = recordOf(id, { streamed });
        const count = plan.arrivals.kind === 'open' ? plan.arrivals.count : 0;
        expect(responses.map(({ inbound }) => inbound).toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: count }, (_, inbound) => inbound),
        );
        expect(responses.filter(({ ended, due }) => ended < due)).toEqual([]);
      }
    },
  );

  it.each(subjects.map(({ id }) => id))('gives every attempt of %s one row, and never two numbers', (id) => {
    const { attempts, facts } = recordOf(id);
    expect(new Set(attempts.map((row) => row.id)).size).toBe(attempts.length);
    expect(facts.routing.reduce((sum, { calls }) => sum + calls, 0)).toBe(attempts.length);
    expect(attempts.filter(({ started, ended }) => ended < started)).toEqual([]);
  });

  it('has users come when a run on real sockets has them come', () => {
    const { plan, responses } = recordOf('pass-through');
    const schedule = drawSchedule(plan);
    expect(responses.filter(({ inbound, due }) => due !== schedule.dueOf(inbound) / 1000)).toEqual([]);
  });

  it('draws the fate of each attempt by its name, as the mocks do', () => {
    const { plan, attempts, responses } = recordOf('immediate');
    const inOutage = attempts.filter(({ started }) => started >= 5_000 && started < 25_000);
    const wrong = inOutage.filter(({ inbound, upstream, ordinal, outcome }) => {
      const name = { inbound: inbound ?? -1, upstream, attempt: ordinal, window: 'w1' };
      return (outcome === 'http-error') !== fateOf(plan.seed, name) < 0.5;
    });
    expect(inOutage.length).toBeGreaterThan(responses.length / 2);
    expect(wrong).toEqual([]);
  });

  it('gives the same record twice for the same seed, and another for another', () => {
    expect(recordOf('budgeted')).toEqual(recordOf('budgeted'));
    expect(recordOf('budgeted', { seed: 4 }).attempts).not.toEqual(recordOf('budgeted').attempts);
  });

  it('makes those wait who find all servers taken, first come first served', () => {
    const { attempts } = recordOf('no-retry', {
      ...{ faults: [], rate: 10, upstreams: 1, firstToken: { low: 1_000, high: 1_000 } },
      capacity: { kind: 'limited', concurrent: 5, queue: 1_000, waste: true, declared: true },
    });
    const ends = [...attempts].sort((a, b) => a.id - b.id).map(({ ended }) => ended);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    const crowded = attempts.filter(({ started }) => started > 20_000);
    // Five servers do 2.83 calls of 1.7625 s a second, of the ten that come.
    expect(crowded.every(({ started, ended }) => ended - started > 10_000)).toBe(true);
  });

  it('counts the tokens that were out when a caller hung up', () => {
    const { attempts } = recordOf('pass-through', {
      streamed: true,
      faults: [{ fault: 'slow-tokens', params: { by: '20x' } }],
    });
    const left = attempts.filter(({ outcome }) => outcome === 'abandoned');
    expect(left.length).toBeGreaterThan(100);
    expect(left.every(({ tokensOut }) => tokensOut >= 10 && tokensOut <= 12)).toBe(true);
  });
});
