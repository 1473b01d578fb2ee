/** Small records that once were judged wrong: who paid, who was told to wait, who was deceived, and who came back. */
import { describe, expect, it } from 'vitest';
import type { ResponseRow } from '../../src/model/event.js';
import type { RunRecord } from '../../src/model/record.js';
import { look } from '../../src/score/looks.js';
import { scoreRecord } from '../../src/score/score.js';
import { read, valueOf } from '../support/measuring.js';
import {
  attempt,
  failing,
  gateOf,
  journeyOf,
  playRecord,
  recordOf,
  response,
  upstreamOf,
} from '../support/record.js';

const TWO = { upstreams: [upstreamOf('claude'), upstreamOf('gpt', { provider: 'openai' })] };

/** One request, first at claude, whose answer is cut after 50 tokens; then 100 tokens from elsewhere, or nothing. */
function cutThen(row: Partial<ResponseRow>, second: boolean): RunRecord {
  const first = attempt({ id: 0, inbound: 0, started: 30_000, outcome: 'cut', tokensOut: 50 });
  const other = attempt({ id: 1, inbound: 0, started: 30_200, call: 1, upstream: 'gpt' });
  return recordOf({
    plan: TWO,
    responses: [response({ inbound: 0, due: 30_000, ...row })],
    attempts: second ? [first, other] : [first],
  });
}

describe('waste', () => {
  const share = (row: Partial<ResponseRow>, second: boolean): number =>
    valueOf(read(cutThen(row, second), 'waste'));

  it('is what the cut answer had cost, where a second provider served', () => {
    expect(share({ class: 'alt', from: 'gpt' }, true)).toBeCloseTo(50 / 150, 12);
  });

  it('is all of it, where a saved answer or a canned one served', () => {
    expect(share({ class: 'stale', from: 'claude' }, false)).toBe(1);
    expect(share({ class: 'static', from: null }, false)).toBe(1);
  });

  it('is none of it, where the part was shown as the part that it is', () => {
    expect(share({ class: 'partial', from: 'claude' }, false)).toBe(0);
  });
});

describe('what the score takes of it', () => {
  it('is none of it, where the part was shown as the part that it is', () => {
    expect(valueOf(read(cutThen({ class: 'partial', from: 'claude' }, false), 'tokens-in-vain'))).toBe(0);
  });

  it('is no more, where something better was shown than the part', () => {
    expect(valueOf(read(cutThen({ class: 'static', from: null }, false), 'tokens-in-vain'))).toBe(0);
    expect(valueOf(read(cutThen({ class: 'stale', from: 'claude' }, false), 'tokens-in-vain'))).toBe(0);
    expect(valueOf(read(cutThen({ class: 'alt', from: 'gpt' }, true), 'tokens-in-vain'))).toBe(0);
  });

  it('is all of it, where the user got an error, or was deceived with it', () => {
    expect(valueOf(read(cutThen({ class: 'honest-error', from: null }, false), 'tokens-in-vain'))).toBe(1);
    expect(valueOf(read(cutThen({ class: 'lie', from: 'claude' }, false), 'tokens-in-vain'))).toBe(1);
  });
});

describe('Retry-After', () => {
  it('can’t be broken by a hedge that was on its way before the refusal came', () => {
    const told = { outcome: 'http-error', ended: 31_200, retryAfter: 5_000 } as const;
    const record = recordOf({
      responses: [response({ inbound: 0, due: 30_000 })],
      attempts: [
        attempt({ id: 0, inbound: 0, started: 30_000, ...told }),
        attempt({ id: 1, inbound: 0, started: 31_000, ordinal: 2, ended: 31_500 }),
      ],
    });
    expect(valueOf(read(record, 'early-retries'))).toBe(0);
  });
});

describe('a cohort’s users', () => {
  const shown = (row: Partial<ResponseRow>, users: number): RunRecord => {
    const healthy = playRecord(() => null);
    const cohort = Array.from({ length: users }, (_, index) =>
      response({ inbound: 10_000 + index, due: 30_000 + index, cohort: 'c1', ...row }),
    );
    return { ...healthy, responses: [...healthy.responses, ...cohort] };
  };

  it('may be shown no key, and be deceived no more than others', () => {
    const leak = shown({ class: 'raw-error', why: 'secret: an API key in the response' }, 1);
    expect(scoreRecord(leak).score).toBe(29);
    expect(scoreRecord(shown({ class: 'lie' }, 2)).score).toBe(59);
    expect(scoreRecord(shown({ class: 'raw-error' }, 50)).score).toBeGreaterThan(97);
  });
});

const READ_BACK = { method: 'GET', path: '/n', headers: {}, body: { kind: 'none' } } as const;

describe('writes that can’t be read back', () => {
  const written = (unread: number): RunRecord => {
    const played = playRecord(() => null, {
      plan: { journeys: [journeyOf({ effects: { readBack: READ_BACK, count: '/n' } })] },
    });
    const effects = played.responses.map(({ inbound, journey, phase }, index) => ({
      kind: 'effect' as const,
      ...{ inbound, journey, phase },
      count: phase === 'outage' && index % 100 < unread ? null : 1,
    }));
    return { ...played, effects };
  };

  it('leave the run open, when there are more than one in twenty', () => {
    expect(scoreRecord(written(5)).verdict).toBe('pass');
    const { verdict, because } = scoreRecord(written(6));
    expect(verdict).toBe('inconclusive');
    expect(because).toBe(
      '48 of 800 writes could not be read back, so nobody knows whether they were lost or doubled',
    );
  });

  it('leave no gate passed', () => {
    expect(scoreRecord(written(6)).gates).toMatchObject([{ verdict: 'inconclusive' }]);
  });
});

describe('an app that is not back when the watch ends', () => {
  it('earns nothing for the time that it took', () => {
    const record = playRecord((role) =>
      role === 'recovery' ? { class: 'honest-error', latency: 80, attempts: failing(1) } : null,
    );
    expect(scoreRecord(record).terms.find(({ id }) => id === 'recovery-time')?.points).toBe(0);
  });
});

describe('a quiet app', () => {
  const every = (ms: number): RunRecord => {
    // Slots are filled by a fixed shuffle, so that some seconds are empty and some hold three.
    const dues = Array.from({ length: 100_000 / ms }, (_, index) => ((index * 61_803) % 100_000) + 0.5);
    const record = playRecord(() => null, { every: ms });
    const rows = record.responses.map((row, index) => {
      const due = dues[index] ?? row.due;
      return response({ inbound: row.inbound, due });
    });
    const attempts = rows.map(({ inbound, due }) =>
      attempt({ id: inbound, inbound, started: due, ended: due + 1000 }),
    );
    return { ...record, responses: rows, attempts };
  };

  it.each([500, 1_000, 2_000])('is blamed for nothing that chance made, at a request every %s ms', (ms) => {
    const record = every(ms);
    expect(valueOf(read(record, 'recovery-time'))).toBe(0);
    expect(scoreRecord(record).score).toBeGreaterThan(99);
  });
});

describe('several looks', () => {
  it('are as far apart as the runs are, and decide nothing over their heads', () => {
    const gate = gateOf('score >= 75', { value: 75 });
    const run = (failed: number) => {
      const record = playRecord(
        (phase, index) =>
          phase === 'outage' && index % 100 < failed
            ? { class: 'honest-error', latency: 80, attempts: failing(1) }
            : null,
        { plan: { expect: [gate] } },
      );
      return { record, scorecard: scoreRecord(record) };
    };
    const [good, bad] = [run(0), run(95)];
    expect((good.scorecard.score ?? 0) - (bad.scorecard.score ?? 0)).toBeGreaterThan(20);
    expect(look([good, bad]).verdict).toBe('inconclusive');
    expect(look([good, run(1)]).verdict).toBe('pass');
  });
});
