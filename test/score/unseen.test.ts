import { describe, expect, it } from 'vitest';
import { unseenWords } from '../../src/catalog/reporters/words.js';
import type { Scorecard } from '../../src/model/scorecard.js';
import { scoreRecord } from '../../src/score/score.js';
import { failing, playRecord, type Played } from '../support/record.js';

const of = (what: Played['class'], users: number): Scorecard =>
  scoreRecord(
    playRecord((phase, index) =>
      phase === 'outage' && index < users ? { class: what, latency: 80, attempts: failing(1) } : null,
    ),
  );
const pointsOf = ({ terms }: Scorecard): number => terms.reduce((sum, { points }) => sum + points, 0);

describe('what none of 800 users met', () => {
  const card = of('full', 0);

  it('may happen to one in two hundred, and is told with its price', () => {
    expect(card.interval?.[0]).toBe(100);
    // Wilson: z² / (800 + z²). Of 10 and 10 points (the writes were not measured) and 5 it takes the normal
    // distribution's lower tails at ln(.4779) · 1.28155 / ln 10, ln(.02389) · 1.28155 / ln 20, ln(.2389) · 1.28155 / ln 20.
    expect(card.unseen?.share).toBeCloseTo(3.841459 / 803.841459, 6);
    expect(card.unseen).toMatchObject({ what: 'left hanging or deceived', requests: 800 });
    const price = 10 * 0.34055 + 10 * 0.05508 + 5 * 0.27014;
    expect(card.unseen?.points).toBe(Math.floor(10 * (pointsOf(card) - price)) / 10);
    expect(unseenWords(card)).toMatch(
      /^None of 800 users was left hanging or deceived; up to 0\.478\u00a0% may/,
    );
  });

  it('is nothing to tell of where it was met', () => {
    expect(of('lie', 1).unseen).toBeNull();
    expect(unseenWords(of('lie', 1))).toBe('');
  });

  it('is false success alone where some were left hanging', () => {
    expect(of('hang', 1).unseen).toMatchObject({ what: 'deceived' });
  });

  it('is nothing where a ceiling holds the score lower, or there is none', () => {
    expect(of('hang', 400)).toMatchObject({ score: 29, unseen: null });
    expect(scoreRecord(playRecord(() => null, { facts: { windows: [] } })).unseen).toBeNull();
  });
});

describe('a baseline that faults reached', () => {
  const hurting = (every: number): Scorecard => {
    const record = playRecord(() => null);
    const inBaseline = new Set(
      record.responses.filter(({ phase }) => phase === 'baseline').map(({ inbound }) => inbound),
    );
    const attempts = record.attempts.map((attempt, place) => ({
      ...attempt,
      faults: inBaseline.has(attempt.inbound ?? -1) && place % every === 0 ? ['w1'] : attempt.faults,
    }));
    return scoreRecord({ ...record, attempts });
  };

  it('is told to say less, with how many are missing', () => {
    const { confidence } = hurting(4);
    expect(confidence.level).toBe('medium');
    expect(confidence.because.join()).toMatch(
      /faults reached 100 of 400 \(25\u00a0%\) of the baseline’s requests/,
    );
  });

  it('is not where hardly anybody was reached', () => {
    expect(hurting(40).confidence.because).toEqual([]);
  });
});
