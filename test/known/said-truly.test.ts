/** What a finding says besides its number: no harm that didn't happen, no blame for what a fault did, no gain beyond it. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.js';
import type { RunRecord } from '../../src/model/record.js';
import { gradeOf } from '../../src/score/grade.js';
import { scoreIfMended } from '../../src/score/mend.js';
import { rubric } from '../../src/score/rubric.js';
import { scoreRecord } from '../../src/score/score.js';
import { keyOf, type Point } from '../../src/score/vector.js';
import { read, valueOf, whyNot } from '../support/measuring.js';
import {
  attempt,
  failing,
  phaseOf,
  playRecord,
  recordOf,
  response,
  upstreamOf,
  type Played,
} from '../support/record.js';

const TWO = { upstreams: [upstreamOf('claude'), upstreamOf('gpt', { provider: 'openai' })] };

function inOutage(play: (index: number) => Played | null, plan = {}): RunRecord {
  return playRecord((role, index) => (role === 'outage' ? play(index) : null), { plan });
}

function found(record: RunRecord, check: string): Finding {
  const one = scoreRecord(record).findings.find((finding) => finding.check === check);
  if (one === undefined) throw new Error(`no finding of ${check}`);
  return one;
}

const refused: Played = { class: 'honest-error', latency: 80, attempts: failing(1) };

describe('nobody is said to have been left hanging', () => {
  it('who was deceived, though it costs the same points', () => {
    const record = inOutage((index) => (index % 5 === 0 ? { ...refused, class: 'lie' } : null));
    const hangs = found(record, 'no-hangs');
    expect(hangs).toMatchObject({ verdict: 'pass', title: 'Nobody is left hanging', gain: 0, evidence: [] });
    expect(hangs.seen).toContain('0 of 800');
    expect(hangs.seen).toContain('160 false successes count here too');
    expect(hangs.required).toContain('0.1\u00a0% left hanging (');
    // What they cost is promised by the finding that can mend it.
    expect(found(record, 'no-lies').gain).toBeGreaterThan(50);
  });

  it('but who was, beside others who were deceived', () => {
    const record = inOutage((index) =>
      index % 5 === 0 ? { ...refused, class: index % 2 === 0 ? 'lie' : 'hang', latency: 30_000 } : null,
    );
    expect(found(record, 'no-hangs')).toMatchObject({ verdict: 'fail', title: 'Users were left hanging' });
  });
});

describe('a gain', () => {
  const known = { hasRecovery: true, limits: 'declared' } as const;
  const exact = (value: number): Point => ({
    ...{ value, counted: value, low: 0, high: value },
    ...{ unit: 'ratio', samples: 800 },
  });
  const vector = (shares: Readonly<Record<string, number>>): Map<string, Point> =>
    new Map(
      [...rubric.terms, { measure: 'reset-or-worse-share', phase: 'outage' }].map(({ measure, phase }) => [
        keyOf(measure, phase),
        exact(shares[measure] ?? (measure === 'utility' ? 1 : 0)),
      ]),
    );
  const scored = (shares: Readonly<Record<string, number>>): number => {
    const { grade } = gradeOf(rubric, vector(shares), known);
    return grade.state === 'graded' ? grade.score : Number.NaN;
  };
  const worse = { 'hang-or-worse-share': 0.08, 'reset-or-worse-share': 0.08 };

  it('of honest errors ends where users are still left hanging', () => {
    const all = vector({ ...worse, 'dishonest-share': 1 });
    const mended = scoreIfMended(rubric, all, known, { terms: ['dishonest'], caps: [] });
    expect(mended).toBe(scored({ ...worse, 'dishonest-share': 0.08 }));
  });

  it('of a timeout is none where all who count as hanging were deceived', () => {
    const shares = { ...worse, 'lie-share': 0.08, 'dishonest-share': 0.08 };
    const mended = scoreIfMended(rubric, vector(shares), known, { terms: ['hangs'], caps: [] });
    expect(mended).toBe(scored(shares));
  });
});

describe('a second provider', () => {
  const tried = (second: Played['attempts']): RunRecord =>
    inOutage(() => ({ ...refused, attempts: [...failing(1), ...second] }), TWO);

  it('is not missed where a fault met it too', () => {
    const finding = found(tried(failing(1, 40, 'gpt')), 'failover');
    expect(finding.verdict).toBe('pass');
    expect(finding.seen).toContain('a fault met it too for 800 of the others');
  });

  it('is missed where it was never asked, or no fault was in its way', () => {
    expect(found(tried([]), 'failover')).toMatchObject({ verdict: 'fail' });
    const record = tried(failing(1, 40, 'gpt'));
    const attempts = record.attempts.map((row) => (row.upstream === 'gpt' ? { ...row, faults: [] } : row));
    const healthy = { ...record, attempts };
    expect(found(healthy, 'failover')).toMatchObject({ verdict: 'fail' });
  });
});

describe('calls that can’t be joined to requests', () => {
  const stripped = (record: RunRecord): RunRecord => ({
    ...record,
    attempts: record.attempts.map((row) =>
      row.started < 20_000 || row.started >= 60_000 ? row : { ...row, inbound: null },
    ),
  });
  // 400 and 800 calls of healthy users, 2,400 of the outage that belong to nobody: a third is joined.
  const record = stripped(inOutage(() => ({ ...refused, attempts: failing(3, 10) })));

  it.each(['attempts-per-inbound', 'retries-per-request', 'depth', 'shed-latency', 'breaker-collateral'])(
    'leave %s unknown, not nought',
    (id) => {
      expect(whyNot(read(record, id))).toBe('only 33\u00a0% of the calls could be joined to a request');
    },
  );

  it('are held against the baseline, and that is said', () => {
    expect(valueOf(read(record, 'amplification'))).toBeCloseTo(3, 12);
    const { seen } = found(record, 'bounded-retries');
    expect(seen).toContain('3.00 times the calls for each request that the baseline had');
  });
});

describe('a peak', () => {
  it('is said to have done harm only where calls failed that no fault had touched', () => {
    const free = found(
      inOutage(() => ({ ...refused, attempts: failing(10, 8) })),
      'calm-peak',
    );
    expect(free).toMatchObject({ verdict: 'fail' });
    expect(free.usersGot).toContain('no call failed that no fault had touched');
    const record = inOutage(() => ({ ...refused, attempts: failing(10, 8) }));
    const full = { ...record, attempts: record.attempts.map((row) => ({ ...row, faults: [] })) };
    expect(found(full, 'calm-peak').usersGot).toBe('8\u202f000 calls failed that no fault had touched.');
  });

  it('of no calls at all is none', () => {
    const silent = inOutage(() => ({ ...refused, attempts: [] }));
    expect(found(silent, 'calm-peak').seen).toBe('No provider was called.');
  });
});

describe('an answer that is put off', () => {
  it('is written for somebody, though its request has ended', () => {
    const later = recordOf({
      responses: [response({ inbound: 0, due: 30_000, class: 'queued', status: 202, ended: 30_100 })],
      attempts: [attempt({ id: 0, inbound: 0, started: 40_000, firstToken: 40_010 })],
    });
    expect(valueOf(read(later, 'orphaned-tokens'))).toBe(0);
    const gone = { ...later, responses: later.responses.map((row) => ({ ...row, class: 'reset' as const })) };
    expect(valueOf(read(gone, 'orphaned-tokens'))).toBe(100);
  });
});

describe('what is asked of an app', () => {
  it('is said in its unit, though there is no number to hold against it', () => {
    const open = inOutage(() => ({ ...refused, class: 'reset', end: 'censored', latency: 9000 }));
    expect(found(open, 'no-lies').required).toContain('At most 0.1\u00a0% false success');
    expect(found(open, 'continuity').seen).toBe(
      'Not known: every request was still open when we stopped looking.',
    );
  });

  it('is a wait, where there was none', () => {
    const { seen, required } = found(
      inOutage(() => ({ ...refused, attempts: failing(3, 10) })),
      'jittered-backoff',
    );
    expect(seen).toBe('Retries come at once: half of the first retries within 0\u00a0ms.');
    expect(required).toMatch(/^A wait before each retry/);
  });
});

describe('an app that stays with its second provider', () => {
  it('is not said to be down, and what its users got is said', () => {
    const second: Played = {
      ...{ class: 'alt', latency: 400 },
      attempts: [{ upstream: 'gpt', after: 0, took: 300, outcome: 'ok' }],
    };
    const record = playRecord((role) => (role === 'baseline' ? null : second), { plan: TWO });
    expect(found(record, 'full-recovery')).toMatchObject({
      title: 'Not fully back when the run ended',
      usersGot: 'At the end still 320 answers from a second provider.',
    });
    expect(found(record, 'quick-recovery').usersGot).toBe(
      'After the outage 800 answers from a second provider.',
    );
  });
});

describe('a ceiling', () => {
  it('is told with the digits that show why it was reached', () => {
    // Wilson: 100 of 800 are 12.5 %, and at least 10.38 %.
    const record = inOutage((index) => (index % 8 === 0 ? { ...refused, class: 'reset' } : null));
    const cap = scoreRecord(record).caps.find(({ id }) => id === 'resets-often');
    expect(cap?.because).toBe('13\u00a0% (95 % at least 10.4\u00a0%), at most 10\u00a0% allowed');
  });
});

describe('a run that hardly anybody saw', () => {
  const brief = (every: number): RunRecord =>
    playRecord((role) => (role === 'outage' ? refused : null), {
      every,
      plan: {
        phases: [
          phaseOf('baseline', 'baseline', 0, 20_000),
          phaseOf('outage', 'outage', 20_000, 50_000),
          phaseOf('recovery', 'recovery', 50_000, 80_000),
        ],
      },
    });

  it('is not known to a point: of 60 users none may be 6 %, and what that costs is told', () => {
    const { interval, confidence } = scoreRecord(brief(500));
    // Wilson: 0 of 60 are at most 6.02 %; of which the term of lies alone earns 1.3 of its 10 points.
    expect(interval?.[0]).toBeLessThan(60);
    expect(confidence.level).toBe('low');
  });

  it('and of 300 that went alike it is', () => {
    expect(scoreRecord(brief(100)).confidence.level).toBe('high');
  });
});

describe('a deadline', () => {
  it('is kept to the microsecond, whatever the last bit of a difference says', () => {
    // 35,602.942 less 32,602.942 is 3,000.0000000000036 in binary.
    const onTime = { inbound: 0, due: 32_602.942, ended: 35_602.942 };
    const rows = [response(onTime), response({ ...onTime, inbound: 1, ended: 35_602.943 })];
    expect(valueOf(read(recordOf({ responses: rows }), 'overrun-share'))).toBe(1 / 2);
  });
});
