/** Closed forms, on records that arithmetic wrote. */
import { describe, expect, it } from 'vitest';
import type { Measured } from '../../src/model/measurement.js';
import type { RunRecord } from '../../src/model/record.js';
import type { Upstream } from '../../src/model/scenario.js';
import type { Scorecard } from '../../src/model/scorecard.js';
import { gaugeOf } from '../../src/score/measure.js';
import { scoreRecord } from '../../src/score/score.js';
import { viewOf } from '../../src/catalog/measures/view.js';
import { failing, HEALTHY, journeyOf, playRecord, upstreamOf, type Played } from '../support/record.js';

function take(record: RunRecord, id: string, phase?: string, quantile?: number): Measured {
  const taken = gaugeOf(viewOf(record)).take(id, phase === undefined ? {} : { phase }, quantile ?? null);
  if (taken.state === 'unmeasured') throw new Error(`${id}: ${taken.because}`);
  return taken;
}

const inOutage = (played: (index: number) => Played): RunRecord =>
  playRecord((role, index) => (role === 'outage' ? played(index) : null));

const HONEST: Played = { class: 'honest-error', latency: 40, attempts: failing(1) };

describe('K0, nothing happens', () => {
  const record = playRecord(() => null);
  const card = scoreRecord(record);

  it('makes one call a request, a utility of 1 and a score of 100', () => {
    expect(take(record, 'amplification').value).toBe(1);
    expect(take(record, 'utility').value).toBe(1);
    expect(card.score).toBe(100);
  });

  it('reaches no ceiling', () => {
    expect(card.caps.filter(({ state }) => state === 'reached' || state === 'binding')).toEqual([]);
  });

  it('passes the gate that stands where none is written', () => {
    expect(card.verdict).toBe('pass');
    expect(card.gates).toHaveLength(1);
  });
});

describe('K1, no retry, p = 0.5', () => {
  const record = inOutage((index) => (index % 2 === 0 ? HEALTHY : HONEST));

  it('makes one call a request, answers half, and fails after the error’s own time', () => {
    expect(take(record, 'amplification').value).toBe(1);
    expect(take(record, 'full-share', 'outage').value).toBe(0.5);
    expect(take(record, 'fail-fast', 'outage', 0.5).value).toBe(40);
    expect(take(record, 'utility', 'outage').value).toBeCloseTo(0.6, 10);
  });
});

/** Fates of 1,000 requests in exact proportion: how many succeed at the first try, the second, … */
function behind(record: RunRecord, capacity: Upstream['capacity']): Scorecard {
  const upstreams = record.plan.upstreams.map((upstream) => ({ ...upstream, capacity }));
  return scoreRecord({ ...record, plan: { ...record.plan, upstreams } });
}

function retried(fates: readonly number[], failed: number): RunRecord {
  const tries = fates.flatMap((count, index) => Array<number>(count).fill(index));
  const outcomes: Played[] = [
    ...tries.map((fails): Played => ({
      class: 'full',
      latency: 40 * fails + 1000,
      attempts: [...failing(fails), { after: 40 * fails, took: 1000, outcome: 'ok' }],
    })),
    ...Array.from({ length: failed }, (): Played => ({
      class: 'honest-error',
      latency: 40 * fates.length,
      attempts: failing(fates.length),
    })),
  ];
  return playRecord((role, index) => (role === 'outage' ? (outcomes[index] ?? null) : null), { every: 40 });
}

describe('K2, two immediate retries', () => {
  it.each([
    ['p = 0.1', [900, 90, 9], 1, 1.11, 0.999],
    ['p = 0.3', [700, 210, 63], 27, 1.39, 0.973],
    ['p = 0.5', [500, 250, 125], 125, 1.75, 0.875],
    ['p = 1', [0, 0, 0], 1000, 3, 0],
  ] as [string, number[], number, number, number][])('%s: (1-p^3)/(1-p) calls a request', (...row) => {
    const [, fates, failed, calls, success] = row;
    const record = retried(fates, failed);
    expect(take(record, 'amplification').value).toBeCloseTo(calls, 10);
    expect(take(record, 'full-share', 'outage').value).toBeCloseTo(success, 10);
    expect(take(record, 'retries-per-request').value).toBeCloseTo(calls - 1, 10);
  });
});

describe('K3, nine immediate retries, p = 1', () => {
  const record = inOutage(() => ({ class: 'honest-error', latency: 400, attempts: failing(10) }));

  it('makes ten calls a request, ten times the load at its peak, and takes ten errors’ time', () => {
    expect(take(record, 'amplification').value).toBe(10);
    expect(take(record, 'peak-load').value).toBeCloseTo(10, 5);
    expect(take(record, 'latency', 'outage', 0.5).value).toBe(400);
  });

  it('is held at 29', () => {
    const card = scoreRecord(record);
    expect(card.score).toBe(29);
    expect(card.grade).toBe('F');
    expect(card.caps.find(({ state }) => state === 'binding')?.id).toBe('storm');
  });
});

describe('K17, a breaker with a second provider', () => {
  const record = playRecord(
    (role) =>
      role === 'outage'
        ? {
            class: 'alt',
            latency: 1000,
            attempts: [{ upstream: 'gpt', after: 0, took: 1000, outcome: 'ok' }],
          }
        : null,
    { plan: { upstreams: [upstreamOf('claude'), upstreamOf('gpt')] } },
  );

  it('covers all, at once, for a utility of 0.95', () => {
    expect(take(record, 'failover-coverage').value).toBe(1);
    expect(take(record, 'alt-share', 'outage').value).toBe(1);
    expect(take(record, 'failover-time').value).toBe(0);
    expect(take(record, 'utility', 'outage').value).toBeCloseTo(0.95, 10);
  });

  it('scores 98, for only the utility of a second provider is missing', () => {
    expect(scoreRecord(record).score).toBe(98);
  });

  it('says so in one sentence', () => {
    expect(scoreRecord(record).sentence).toBe(
      'When the provider was overloaded, every user still got an answer: 100\u00a0% of them from the second provider.',
    );
  });
});

describe('K18, a breaker with a cache that hits 70 %', () => {
  it('is worth 0.7c + 0.2(1-c)', () => {
    const record = inOutage((index) =>
      index % 10 < 7 ? { class: 'stale', latency: 5, attempts: [] } : { ...HONEST, attempts: [] },
    );
    expect(take(record, 'utility', 'outage').value).toBeCloseTo(0.7 * 0.7 + 0.2 * 0.3, 10);
    expect(take(record, 'stale-share', 'outage').value).toBeCloseTo(0.7, 10);
  });
});

describe('K20, the liar', () => {
  const record = inOutage(() => ({ class: 'lie', latency: 1, attempts: [] }));
  const card = scoreRecord(record);

  it('lies to all, for a utility of -1, and is held at 29', () => {
    expect(take(record, 'lie-share', 'outage').value).toBe(1);
    expect(take(record, 'utility', 'outage').value).toBe(-1);
    expect(card.dimensions.find(({ id }) => id === 'continuity')?.points).toBe(0);
    expect(card.score).toBe(29);
    expect(card.verdict).toBe('fail');
  });
});

describe('K21, hang', () => {
  const record = inOutage(() => ({
    class: 'hang',
    latency: 30_000,
    attempts: [{ after: 0, took: 30_000, outcome: 'hang' }],
  }));

  it('leaves all hanging, as late as can be, and is held at 29', () => {
    expect(take(record, 'hang-share', 'outage').value).toBe(1);
    expect(take(record, 'lateness', 'outage').value).toBe(1);
    expect(scoreRecord(record).score).toBeLessThanOrEqual(29);
  });

  it('gives latencies that are known only to be longer than what was watched', () => {
    expect(take(record, 'latency', 'outage', 0.95)).toMatchObject({ value: 30_000, censored: true });
  });
});

describe('K27, an app that gives nothing but a fixed text', () => {
  it('fails its baseline, so the run is invalid', () => {
    const card = scoreRecord(playRecord(() => ({ class: 'static', latency: 5, attempts: [] })));
    expect(card.verdict).toBe('invalid');
    expect(card.grade).toBeNull();
    expect(card.interval).toBeNull();
  });
});

describe('K28, the leaker', () => {
  it('leaks as often as it fails', () => {
    const record = inOutage((index) => (index % 4 === 0 ? { ...HONEST, class: 'raw-error' } : HEALTHY));
    expect(take(record, 'raw-error-share', 'outage').value).toBe(0.25);
    expect(take(record, 'dishonest-share', 'outage').value).toBe(0.25);
  });
});

describe('K29, the crasher', () => {
  it('refuses everybody and is held at 29', () => {
    const record = inOutage(() => ({ class: 'reset', latency: 1, attempts: [], end: 'refused' }));
    expect(take(record, 'reset-share', 'outage').value).toBe(1);
    expect(take(record, 'refused-share', 'outage').value).toBe(1);
    expect(scoreRecord(record).score).toBe(29);
  });
});

describe('K30, old answers as new ones', () => {
  it('lies as often as its cache hits', () => {
    const record = inOutage((index) => (index % 10 < 3 ? { ...HONEST, class: 'lie' } : HONEST));
    expect(take(record, 'lie-share', 'outage').value).toBeCloseTo(0.3, 10);
  });
});

describe('recovery', () => {
  it('takes as long as the app fails after the faults have ended', () => {
    const record = playRecord((role, index) =>
      role === 'outage' || (role === 'recovery' && index < 20 * 7) ? HONEST : null,
    );
    expect(take(record, 'recovery-time').value).toBe(7000);
    expect(take(record, 'residual-deficit').value).toBe(0);
  });

  it('is censored where the app never comes back, and 80 % is missing at the end', () => {
    const record = playRecord((role) => (role === 'baseline' ? null : HONEST));
    expect(take(record, 'recovery-time')).toMatchObject({ value: 40_000, censored: true });
    expect(take(record, 'residual-deficit').value).toBeCloseTo(0.8, 10);
    expect(behind(record, { kind: 'unlimited' }).grade).toBe('D');
    const limited = { concurrent: 80, queue: 100, waste: true };
    expect(behind(record, { kind: 'limited', ...limited, declared: false }).grade).toBe('D');
    expect(behind(record, { kind: 'limited', ...limited, declared: true }).score).toBe(29);
  });

  it('under a capacity that is only our default, holds a stuck app at 59', () => {
    const capacity = { kind: 'limited', concurrent: 40, queue: 40, waste: true, declared: false } as const;
    const good: Played = { ...HEALTHY, class: 'alt', attempts: [] };
    const record = playRecord((role) => (role === 'baseline' ? null : role === 'outage' ? good : HONEST), {
      plan: { upstreams: [upstreamOf('claude', { capacity })] },
    });
    expect(scoreRecord(record).score).toBe(59);
  });

  it('that nobody watched gives a B at most', () => {
    const record = playRecord(() => null);
    const phases = record.plan.phases.slice(0, 2);
    const responses = record.responses.filter(({ phase }) => phase !== 'recovery');
    const card = scoreRecord({ ...record, responses, plan: { ...record.plan, phases } });
    expect(card.score).toBe(89);
    expect(card.grade).toBe('B');
    expect(card.dimensions.find(({ id }) => id === 'recovery')?.points).toBeNull();
  });

  it('without the first provider gives a C at most', () => {
    const alt: Played = { ...HEALTHY, class: 'alt' };
    const card = scoreRecord(playRecord((role) => (role === 'baseline' ? null : alt)));
    expect(card.score).toBe(74);
    expect(card.caps.find(({ id }) => id === 'no-failback')?.state).toBe('binding');
  });
});

describe('Retry-After', () => {
  const asked = (gap: number): RunRecord =>
    inOutage(() => ({
      class: 'honest-error',
      latency: 100 + gap,
      attempts: [
        { after: 0, took: 40, outcome: 'http-error', retryAfter: 5000 },
        { after: 40 + gap, took: 40, outcome: 'http-error' },
      ],
    }));

  it.each([
    [1000, 0],
    [4890, 0],
    [4900, 1],
    [5000, 1],
    [9000, 1],
  ])('a gap of %i ms after 5 s were asked complies: %i', (gap, compliance) => {
    expect(take(asked(gap), 'retry-after-compliance').value).toBe(compliance);
  });

  it('is obeyed by whoever doesn’t come back', () => {
    const record = inOutage(() => ({
      ...HONEST,
      attempts: [{ after: 0, took: 40, outcome: 'http-error', retryAfter: 5000 }],
    }));
    expect(take(record, 'retry-after-compliance').value).toBe(1);
    expect(take(record, 'early-retries').value).toBe(0);
  });
});

describe('waste', () => {
  it('is what was written for users who got nothing: K22 with p = 0.5, f = 0.5', () => {
    const cut: Played = {
      class: 'honest-error',
      latency: 500,
      attempts: [{ after: 0, took: 500, outcome: 'cut', tokensOut: 50 }],
    };
    const record = inOutage((index) => (index % 2 === 0 ? cut : HEALTHY));
    expect(take(record, 'waste', 'outage').value).toBeCloseTo(0.25 / 0.75, 10);
  });

  it('is unknown where nothing was written, and not zero', () => {
    const taken = gaugeOf(viewOf(inOutage(() => HONEST))).take('waste', { phase: 'outage' });
    expect(taken.state).toBe('unmeasured');
  });
});

describe('journeys that need no model', () => {
  const both = [journeyOf(), journeyOf({ name: 'note', needsModel: false })];
  const failedNotes = (every: number): RunRecord => {
    const record = playRecord(() => null, { plan: { journeys: both } });
    const responses = record.responses.map((row, index) => {
      if (index % 2 === 0) return row;
      const fails = row.phase === 'outage' && index % every === 1;
      return { ...row, journey: 'note', class: fails ? ('honest-error' as const) : ('full' as const) };
    });
    return {
      ...record,
      responses,
      attempts: record.attempts.filter(({ inbound }) => (inbound ?? 0) % 2 === 0),
    };
  };

  it('enter no mean', () => {
    expect(take(failedNotes(4), 'utility', 'outage').value).toBe(1);
  });

  it.each([
    [4, 29],
    [40, 59],
    [400, 100],
  ])('that fail once in %i/2 hold the score at %i', (every, score) => {
    expect(scoreRecord(failedNotes(every)).score).toBe(score);
  });
});

describe('continuity over journeys', () => {
  it('weighs by weight and not by traffic', () => {
    const journeys = [journeyOf(), journeyOf({ name: 'rare', weight: 3 })];
    const record = playRecord(() => null, { plan: { journeys } });
    const responses = record.responses.map((row, index) =>
      index % 10 === 0 && row.phase === 'outage'
        ? { ...row, journey: 'rare', class: 'honest-error' as const }
        : row,
    );
    expect(take({ ...record, responses }, 'utility', 'outage').value).toBeCloseTo((1 + 3 * 0.2) / 4, 10);
  });
});

describe('K23, commit-then-fail of 30 %, two retries, no key', () => {
  // 1,000 writes in exact proportion: those whose answer is lost q, then q again, are tried once more each time.
  const entries = (index: number): number => (index < 700 ? 1 : index < 910 ? 2 : 3);
  const record = playRecord(() => null, { every: 40 });
  const written = (countOf: (index: number) => number): RunRecord => ({
    ...record,
    effects: record.responses
      .filter(({ phase }) => phase === 'outage')
      .map(({ inbound, journey, phase }, index) => {
        return { kind: 'effect', inbound, journey, phase, count: countOf(index) };
      }),
  });

  it('writes (1-q^3)/(1-q) - 1 entries too many per write, and is held at 29', () => {
    const doubled = written(entries);
    expect(take(doubled, 'duplicate-effects').value).toBeCloseTo((1 - 0.3 ** 3) / 0.7 - 1, 10);
    expect(take(doubled, 'unsafe-writes').value).toBeCloseTo(0.3, 10);
    expect(take(doubled, 'lost-writes').value).toBe(0);
    const card = scoreRecord(doubled);
    expect(card.score).toBe(29);
    expect(card.caps.find(({ state }) => state === 'binding')?.id).toBe('writes-often');
  });

  it('with a key writes each once, and loses nothing', () => {
    const keyed = written(() => 1);
    expect(take(keyed, 'duplicate-effects').value).toBe(0);
    expect(take(keyed, 'unsafe-writes').value).toBe(0);
    // Wilson's interval of no hit in 1,000 still leaves the score as it is.
    expect(scoreRecord(keyed).score).toBe(100);
  });

  it('is held at 59 by two lost writes, and by one not at all', () => {
    const capsOf = (record: RunRecord): readonly string[] =>
      scoreRecord(record).caps.flatMap(({ id, state }) => (state === 'binding' ? [id] : []));
    expect(capsOf(written((index) => (index < 2 ? 0 : 1)))).toEqual(['writes']);
    expect(capsOf(written((index) => (index < 1 ? 0 : 1)))).toEqual([]);
  });
});
