/** Tokens that nobody reads, and what tokens cost. */
import { describe, expect, it } from 'vitest';
import { priceOf, pricedAt, prices } from '../../../src/catalog/measures/derived/prices.js';
import type { AttemptRow } from '../../../src/model/event.js';
import type { RunRecord } from '../../../src/model/record.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { attempt, HEALTHY, playRecord, recordOf, response } from '../../support/record.js';

/** One user who is gone a second after the question. */
const one = (row: Partial<AttemptRow>): RunRecord =>
  recordOf({
    responses: [response({ inbound: 1, due: 30_000, ended: 31_000, class: 'hang', end: 'deadline' })],
    attempts: [attempt({ id: 1, inbound: 1, started: 30_000, tokensOut: 100, ...row })],
  });

describe('orphaned-tokens', () => {
  it('are those written after the user had gone, at an even pace from the first on', () => {
    expect(valueOf(read(one({ firstToken: 30_050, ended: 32_050 }), 'orphaned-tokens'))).toBeCloseTo(50);
    expect(valueOf(read(one({ firstToken: 31_500, ended: 32_050 }), 'orphaned-tokens'))).toBe(100);
    expect(valueOf(read(one({ started: 31_200, ended: 32_000 }), 'orphaned-tokens'))).toBe(100);
  });

  it('are none where the call ended with the user', () => {
    expect(valueOf(read(one({ ended: 30_900 }), 'orphaned-tokens'))).toBe(0);
    expect(valueOf(read(one({ ended: 31_040 }), 'orphaned-tokens'))).toBe(0);
  });

  it('are none where the call stood still for nobody: what it wrote it had written before', () => {
    const hung = { firstToken: 30_050, ended: 90_000, outcome: 'hang' as const };
    expect(valueOf(read(one({ ...hung, tokensOut: 40 }), 'orphaned-tokens'))).toBe(0);
    // 80 tokens a second: the last 20 of 100 came when the user had gone.
    expect(valueOf(read(one(hung), 'orphaned-tokens'))).toBeCloseTo(20);
  });

  it('can’t be told where it matters and nobody noted the first token', () => {
    expect(whyNot(read(one({ ended: 40_000 }), 'orphaned-tokens'))).toMatch(/began to write/);
    expect(whyNot(read(one({ tokensOut: 0 }), 'orphaned-tokens'))).toMatch(/not a single|no provider wrote/);
  });

  it('are none as long as one of those who share the call still reads', () => {
    const reader = response({ inbound: 2, due: 30_500, ended: 45_000 });
    const record = one({ firstToken: 30_100, ended: 40_000, also: [2] });
    expect(valueOf(read({ ...record, responses: [...record.responses, reader] }, 'orphaned-tokens'))).toBe(0);
  });
});

const costing = (outage: (index: number) => Partial<AttemptRow>, model = 'claude-sonnet-4-6'): RunRecord => {
  const record = playRecord(() => HEALTHY);
  return {
    ...record,
    attempts: record.attempts.map((row, index) => ({
      ...row,
      model,
      tokensIn: 1000,
      tokensOut: 200,
      ...(row.started >= 20_000 && row.started < 60_000 ? outage(index) : {}),
    })),
  };
};

describe('spend', () => {
  it('is tokens times list price, of what the provider accepted', () => {
    // 800 users at 1000 × 3 + 200 × 15 dollars a million
    expect(
      valueOf(
        read(
          costing(() => ({})),
          'spend',
        ),
      ),
    ).toBeCloseTo(800 * 0.006, 9);
    const refused = costing((index) =>
      index % 2 === 0 ? { status: 529, tokensOut: 0, outcome: 'http-error' } : {},
    );
    expect(valueOf(read(refused, 'spend'))).toBeCloseTo(400 * 0.006, 9);
  });

  it('can’t be told of a model that isn’t in the list, and says which and how old the list is', () => {
    expect(
      whyNot(
        read(
          costing(() => ({}), 'm-1'),
          'spend',
        ),
      ),
    ).toBe(`the price of m-1 isn’t in the list (of ${pricedAt()})`);
    expect(read(recordOf(), 'spend').state).toBe('unmeasured');
  });
});

describe('spend-ratio', () => {
  it('is what an answer costs in the outage against before', () => {
    const dearer = costing(() => ({ model: 'claude-opus-4-1' }));
    expect(valueOf(read(dearer, 'spend-ratio'))).toBeCloseTo(5, 9);
    expect(
      valueOf(
        read(
          costing(() => ({})),
          'spend-ratio',
        ),
      ),
    ).toBeCloseTo(1, 9);
  });

  it('can’t be told where nobody got an answer', () => {
    const record = costing(() => ({}));
    const none = {
      ...record,
      responses: record.responses.map((row) => ({ ...row, class: 'hang' as const })),
    };
    expect(whyNot(read(none, 'spend-ratio'))).toBe('nobody got an answer');
  });
});

describe('the price list', () => {
  it('knows a dated model by its family, and no other', () => {
    expect(priceOf('claude-haiku-4-5-20251001')).toMatchObject({ input: 1, output: 5 });
    expect(priceOf('gpt-4.1-mini')?.input).toBe(0.4);
    expect(priceOf('gpt-4.1-nano')).toBeUndefined();
  });

  it('says of every row when it was read', () => {
    for (const row of prices) expect(row.asOf, row.model).toMatch(/^20\d\d-(?:0[1-9]|1[0-2])$/);
    expect(new Set(prices.map(({ model }) => model)).size).toBe(prices.length);
  });
});
