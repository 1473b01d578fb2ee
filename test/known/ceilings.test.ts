/** Every ceiling of the rubric, with the first app that reaches it and the one just before. */
import { describe, expect, it } from 'vitest';
import type { ResponseClass } from '../../src/model/event.js';
import type { Plan } from '../../src/model/plan.js';
import type { RunRecord } from '../../src/model/record.js';
import { rubric } from '../../src/score/rubric.js';
import { scoreRecord } from '../../src/score/score.js';
import {
  failing,
  HEALTHY,
  journeyOf,
  PHASES,
  playRecord,
  upstreamOf,
  type Played,
} from '../support/record.js';

/** Users of the outage, and of the last 40 % of the recovery. */
const USERS = 800;
const SETTLED = 320;

/** `many` of `users`, evenly spread. */
function isHit(index: number, many: number, users: number): boolean {
  return Math.floor(((index + 1) * many) / users) > Math.floor((index * many) / users);
}

const got = (what: ResponseClass): Played => ({
  class: what,
  latency: what === 'hang' ? 30_000 : 80,
  attempts: failing(1),
});

const inOutage =
  (played: Played) =>
  (many: number): RunRecord =>
    playRecord((role, index) => (role === 'outage' && isHit(index, many, USERS) ? played : null));

const tried = (times: number): RunRecord =>
  playRecord((role) => (role === 'outage' ? { ...got('honest-error'), attempts: failing(times) } : null));

const READ_BACK = { method: 'GET', path: '/n', headers: {}, body: { kind: 'none' } } as const;

function lost(many: number): RunRecord {
  const effects = { readBack: READ_BACK, count: '/n' };
  const played = playRecord(() => null, { plan: { journeys: [journeyOf({ effects })] } });
  const inPhase = new Map<string, number>();
  return {
    ...played,
    effects: played.responses.map(({ inbound, journey, phase }) => {
      const index = inPhase.get(phase) ?? 0;
      inPhase.set(phase, index + 1);
      const count = phase === 'outage' && isHit(index, many, USERS) ? 0 : 1;
      return { kind: 'effect', inbound, journey, phase, count };
    }),
  };
}

const LIMITED = { kind: 'limited', concurrent: 80, queue: 100, waste: true, declared: true } as const;

/** So many of the last users of the recovery still get an honest error, which is worth 0.2. */
const stillFailing =
  (plan: Partial<Plan>) =>
  (many: number): RunRecord =>
    playRecord(
      (role, index) =>
        role === 'recovery' && index >= USERS - SETTLED && isHit(index - (USERS - SETTLED), many, SETTLED)
          ? got('honest-error')
          : null,
      { plan },
    );

/** The second provider takes over, and so many of the last users are back at the first. */
function back(many: number): RunRecord {
  const second: Played = {
    class: 'alt',
    latency: 1000,
    attempts: [{ upstream: 'gpt', after: 0, took: 900, outcome: 'ok' }],
  };
  const plan = { upstreams: [upstreamOf('claude'), upstreamOf('gpt', { provider: 'openai' })] };
  return playRecord(
    (role, index) => {
      if (role === 'baseline') return null;
      return role === 'recovery' && isHit(index, many, USERS) ? HEALTHY : second;
    },
    { plan },
  );
}

function bystanders(many: number): RunRecord {
  const played = playRecord(() => null, {
    plan: { journeys: [journeyOf(), journeyOf({ name: 'save-note', needsModel: false })] },
  });
  let seen = 0;
  const responses = played.responses.map((row, inbound) => {
    if (inbound % 2 === 0) return row;
    const isOut = row.phase === 'outage';
    if (isOut) seen += 1;
    const isBad = isOut && isHit(seen - 1, many, USERS / 2);
    return {
      ...row,
      journey: 'save-note',
      ...(isBad ? { class: 'honest-error' as const, status: 503 } : {}),
    };
  });
  return { ...played, responses };
}

/** The lower end of Wilson's 95 % interval. */
function wilsonLow(hits: number, whole: number): number {
  const z = 1.959963984540054;
  const share = hits / whole;
  const middle = share + (z * z) / (2 * whole);
  const half = z * Math.sqrt((share * (1 - share)) / whole + (z * z) / (4 * whole * whole));
  return (middle - half) / (1 + (z * z) / whole);
}

function firstBeyond(limit: number, whole: number): number {
  let hits = 0;
  while (wilsonLow(hits, whole) <= limit) hits += 1;
  return hits;
}

interface Ceiling {
  readonly at: (many: number) => RunRecord;
  /** The first number that reaches it, by arithmetic. */
  readonly first: number;
}

const CEILINGS: Readonly<Record<string, Ceiling>> = {
  lies: { at: inOutage(got('lie')), first: firstBeyond(0.01, USERS) },
  'any-lie': { at: inOutage(got('lie')), first: 2 },
  secret: { at: (many) => leaking(many), first: 1 },
  'writes-often': { at: lost, first: firstBeyond(0.01, USERS) },
  writes: { at: lost, first: 2 },
  'hangs-often': { at: inOutage(got('hang')), first: firstBeyond(0.1, USERS) },
  hangs: { at: inOutage(got('hang')), first: firstBeyond(0.01, USERS) },
  'resets-often': { at: inOutage(got('reset')), first: firstBeyond(0.1, USERS) },
  resets: { at: inOutage(got('reset')), first: firstBeyond(0.01, USERS) },
  storm: { at: tried, first: 8 },
  retries: { at: tried, first: 5 },
  'bystanders-often': { at: bystanders, first: firstBeyond(0.1, USERS / 2) },
  bystanders: { at: bystanders, first: firstBeyond(0.01, USERS / 2) },
};

function leaking(many: number): RunRecord {
  const record = inOutage(got('raw-error'))(many);
  const why = 'secret: an API key in the response';
  return {
    ...record,
    responses: record.responses.map((row) => (row.class === 'raw-error' ? { ...row, why } : row)),
  };
}

function stateOf(record: RunRecord, id: string): 'reached' | 'clear' | 'unmeasured' {
  const state = scoreRecord(record, rubric, 'plug-in').caps.find((cap) => cap.id === id)?.state;
  return state === 'binding' ? 'reached' : (state ?? 'unmeasured');
}

describe('a ceiling', () => {
  it.each(Object.entries(CEILINGS))(
    '%s is reached by the first app that must, and not before',
    (id, { at, first }) => {
      expect(stateOf(at(first - 1), id)).toBe('clear');
      expect(stateOf(at(first), id)).toBe('reached');
    },
  );

  // By how much an interval of means lies below, no arithmetic of one line says: the step from one user to the next does.
  it.each([
    ['stuck', stillFailing({ upstreams: [upstreamOf('claude', { capacity: LIMITED })] }), 0.5],
    ['still-down', stillFailing({}), 0.1],
  ] as const)('%s is reached soon after what is missing passes its limit', (id, at, limit) => {
    let [clear, reached] = [0, SETTLED];
    while (reached - clear > 1) {
      const middle = (clear + reached) >> 1;
      if (stateOf(at(middle), id) === 'reached') reached = middle;
      else clear = middle;
    }
    const missing = (0.8 * reached) / SETTLED;
    expect(missing).toBeGreaterThan(limit);
    expect(missing).toBeLessThan(limit + 0.06);
  });

  it('no-failback is reached by an app that never returns, and not by one that mostly does', () => {
    expect(stateOf(back(0), 'no-failback')).toBe('reached');
    expect(stateOf(back(USERS / 5), 'no-failback')).toBe('clear');
  });

  it('no-recovery is reached where nobody watched it', () => {
    const phases = PHASES.filter(({ role }) => role !== 'recovery');
    expect(
      stateOf(
        playRecord(() => null, { plan: { phases } }),
        'no-recovery',
      ),
    ).toBe('reached');
    expect(
      stateOf(
        playRecord(() => null),
        'no-recovery',
      ),
    ).toBe('clear');
  });

  it('is tried here whatever its name', () => {
    const tried = [...Object.keys(CEILINGS), 'stuck', 'still-down', 'no-failback', 'no-recovery'];
    expect(tried.toSorted()).toEqual(rubric.caps.map(({ id }) => id).toSorted());
  });
});
