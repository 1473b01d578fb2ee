/** Users who wait for each answer, against the law of interactive response times and the engine's own draws. */
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../src/kit/random.js';
import type { List } from '../../src/kit/list.js';
import type { ResponseRow } from '../../src/model/event.js';
import type { Plan } from '../../src/model/plan.js';
import type { RunRecord } from '../../src/model/record.js';
import type { Range } from '../../src/model/units.js';
import { knownPlan, type Hurt } from '../../src/simulate/known/plan.js';
import { simulatedRecord } from '../../src/simulate/record.js';
import { subjectById } from '../../src/simulate/subjects/shelf.js';

const SECOND = 1_000;
/** Of a healthy answer: first token after 238 ms, then 61 gaps of 12.5 ms: 60 words and two marks. */
const SERVICE = 238 + 61 * 12.5;

interface Closed {
  readonly users: readonly [number, number, number];
  readonly think: Range;
  readonly faults?: readonly Hurt[];
  readonly id?: string;
}

/** 10 s, 20 s and 10 s, with so many users in each. */
function played({ users, think, faults = [], id = 'pass-through' }: Closed): RunRecord {
  const policy = subjectById(id);
  if (policy === undefined) throw new Error(`no subject ${id}`);
  const open = knownPlan({
    ...{
      title: 'closed',
      seed: 5,
      rate: 1,
      baseline: 10 * SECOND,
      outage: 20 * SECOND,
      recovery: 10 * SECOND,
    },
    ...{ faults, firstToken: { low: 238, high: 238 } },
  });
  const phases = open.phases.map((phase, index) => ({
    ...phase,
    load: { kind: 'closed', users: users[index] ?? 0, think } as const,
  }));
  const plan: Plan = { ...open, phases, arrivals: { kind: 'closed' } };
  return simulatedRecord({ plan, policy, instances: 1, version: 'test', startedAt: '' });
}

const level = (users: number): Closed['users'] => [users, users, users];
const still = (think: number): Range => ({ low: think, high: think });

function dueIn(rows: List<ResponseRow>, from: number, to: number): number {
  return rows.filter(({ due }) => due >= from && due < to).length;
}

describe('a closed load in virtual time', () => {
  it('asks as often as the law of interactive response times has it: users / (answer + think)', () => {
    const { responses } = played({ users: level(50), think: still(1_000 - SERVICE + 1_000) });
    // 50 users, a turn every 2 s, over the last 30 s.
    expect(dueIn(responses, 10 * SECOND, 40 * SECOND)).toBe(750);
    const [first] = responses;
    expect(first?.ended).toBeCloseTo((first?.due ?? 0) + SERVICE, 6);
  });

  it('has each user think as the engine on real sockets draws it, by user and turn', () => {
    const think = { low: 500, high: 3_000 };
    const { plan, responses } = played({ users: level(7), think });
    const random = randomOf(plan.seed).at('think');
    const expected = Array.from({ length: 7 }, (_, user) => {
      const dues: number[] = [];
      let due = random.at(user, 0).between(0, think.high);
      for (let turn = 1; due < 40 * SECOND; turn += 1) {
        dues.push(due);
        due += SERVICE + random.at(user, turn).between(think.low, think.high);
      }
      return dues;
    });
    const dues = responses.map(({ due }) => Math.round(due * 1_000));
    const wanted = expected.flat().map((due) => Math.round(due * 1_000));
    expect(dues.toSorted((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => a - b));
  });

  it('numbers its inbounds in the order in which they ask, and gives each one end', () => {
    const { responses, facts } = played({ users: level(20), think: { low: 0, high: 2_000 } });
    const byDue = [...responses].sort((a, b) => a.due - b.due || a.inbound - b.inbound);
    expect(byDue.map(({ inbound }) => inbound)).toEqual(responses.map((_, index) => index));
    expect(facts.counts.scheduled).toBe(responses.length);
    expect(facts.checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('asks less while the answers hang, which is why a grade trusts it less', () => {
    const hanging = { fault: 'hang', params: {} };
    const { responses } = played({
      users: level(30),
      think: still(1_000),
      faults: [hanging],
      id: 'no-retry',
    });
    const before = dueIn(responses, 0, 10 * SECOND);
    // From when the first of them hangs, everybody waits: patience is 30 s, and the outage lasts 20 s.
    expect(before).toBeGreaterThan(100);
    expect(dueIn(responses, 13 * SECOND, 30 * SECOND)).toBe(0);
    expect(responses.filter(({ end }) => end === 'deadline')).toHaveLength(30);
  });

  it('lets users come and go with the phases: who is too many leaves with its answer', () => {
    const { responses } = played({ users: [10, 40, 5], think: still(1_000 - SERVICE + 1_000) });
    const inPhase = (name: string): number => responses.filter(({ phase }) => phase === name).length;
    expect(inPhase('outage')).toBeGreaterThan(380);
    expect(dueIn(responses, 20 * SECOND, 30 * SECOND)).toBe(200);
    expect(inPhase('recovery')).toBe(25);
    expect(responses.every(({ due }) => due < 40 * SECOND)).toBe(true);
  });

  it('has whoever is refused knock again after 250 ms, and whoever is told to wait go on', () => {
    const down = { fault: 'status', params: { status: 500 } };
    const crashed = played({ users: level(4), think: still(0), faults: [down], id: 'crasher' });
    const refused = crashed.responses.filter(({ end }) => end === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    // Dead for 2 s after each call that fails: nobody knocks more than eight times meanwhile.
    expect(refused.length).toBeLessThanOrEqual(4 * 8 * 10);
    const queued = played({ users: level(4), think: still(100), faults: [down], id: 'queue' });
    const putOff = queued.responses.filter(({ class: got }) => got === 'queued');
    expect(putOff.length).toBeGreaterThan(4 * 100);
  });

  it('ends, though an app without a model answers at once and nobody thinks', () => {
    const { responses } = played({ users: level(2), think: still(0), id: 'canned' });
    expect(responses).toHaveLength(2 * 40 * SECOND);
  });

  it('gives the same record twice for the same seed', () => {
    const shape = { users: level(20), think: { low: 0, high: 2_000 }, id: 'budgeted' };
    expect(played(shape)).toEqual(played(shape));
  });
});
