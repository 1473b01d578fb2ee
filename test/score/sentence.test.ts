import { describe, expect, it } from 'vitest';
import { scoreRecord } from '../../src/score/score.js';
import type { FaultWindow } from '../../src/model/plan.js';
import { failing, HEALTHY, phaseOf, PHASES, playRecord, windowOf, type Played } from '../support/record.js';

const HONEST: Played = { class: 'honest-error', latency: 40, attempts: failing(1) };

function sentence(bad: Played, every: number, windows: readonly FaultWindow[] = [windowOf()]): string {
  const record = playRecord((role, index) => (role === 'outage' && index % every === 0 ? bad : null), {
    plan: { windows },
  });
  return scoreRecord(record).sentence.replaceAll('\u00a0', ' ');
}

describe('the one sentence', () => {
  it.each<[Played, number, string]>([
    [
      HONEST,
      2,
      'When the provider was overloaded, 50 % of the users who asked the model got an answer in time; 50 % were told honestly that there was none.',
    ],
    [
      { ...HONEST, class: 'raw-error' },
      1,
      'When the provider was overloaded, none of the users who asked the model got an answer in time; 100 % were shown the provider’s own error.',
    ],
    [
      { ...HONEST, class: 'hang', latency: 30_000 },
      4,
      'When the provider was overloaded, 75 % of the users who asked the model got an answer in time; 25 % were left hanging.',
    ],
    [
      { ...HEALTHY, latency: 3001 },
      10,
      'When the provider was overloaded, 90 % of the users who asked the model got an answer in time; 10 % got it late.',
    ],
    [
      { ...HONEST, class: 'lie' },
      200,
      'When the provider was overloaded, over 99 % of the users who asked the model got an answer in time; under 1 % were shown something false as if it were the answer.',
    ],
  ])('tells when, how many, and what was worst (%#)', (bad, every, expected) => {
    expect(sentence(bad, every)).toBe(expected);
  });

  it.each<[Played['class'], string]>([
    ['queued', '25 % were promised it for later.'],
    ['static', '25 % were shown a fixed text in its place.'],
    ['partial', '25 % were shown a part of it.'],
  ])('tells what those got who got no answer (%s)', (got, end) => {
    expect(sentence({ ...HONEST, class: got }, 4)).toContain(`got an answer in time; ${end}`);
  });

  it('tells of those who were refused before the fewer who only waited', () => {
    const record = playRecord((role, index) => {
      if (role !== 'outage') return null;
      return index % 5 === 0 ? HONEST : index % 20 === 1 ? { ...HEALTHY, latency: 3001 } : null;
    });
    expect(scoreRecord(record).sentence.replaceAll('\u00a0', ' ')).toBe(
      'When the provider was overloaded, 75 % of the users who asked the model got an answer in time; 20 % were told honestly that there was none.',
    );
  });

  it('says when in the words of the fault that fired most', () => {
    const windows = [windowOf({ id: 'w1', fault: 'cut' }), windowOf({ id: 'w2', fault: 'hang' })];
    const record = playRecord(() => null, {
      plan: { windows },
      facts: {
        windows: [
          { window: 'w1', calls: 9, matched: 9, fired: 3, otherModels: [] },
          { window: 'w2', calls: 9, matched: 9, fired: 8, otherModels: [] },
        ],
      },
    });
    expect(scoreRecord(record).sentence).toBe(
      'When the provider stopped answering, every user still got an answer in time.',
    );
  });

  it('speaks of an outage where the fault has no words, and of users where only they were more', () => {
    expect(sentence(HEALTHY, 1, [windowOf({ fault: 'brand-new' })])).toContain('During the outage, ');
    const phases = PHASES.map((phase) =>
      phase.role === 'outage'
        ? {
            ...phase,
            load: { kind: 'open', rate: { kind: 'per-second', value: 60 }, arrivals: 'poisson' } as const,
          }
        : phase,
    );
    const card = scoreRecord(playRecord(() => null, { plan: { phases, windows: [] } }));
    expect(card.sentence).toContain('When many more users came, ');
  });

  it('adds a second one where the app was still down at the end', () => {
    const record = playRecord((role) => (role === 'baseline' ? null : HONEST));
    expect(scoreRecord(record).sentence).toContain(
      'From 24 seconds after the faults had ended, it was still only 0\u00a0%.',
    );
  });

  it('blames the app’s retries only where they met a provider that no fault touched', () => {
    const storm = playRecord((role) => (role === 'baseline' ? null : { ...HONEST, attempts: failing(5) }));
    const untouched = storm.attempts.map((row) => ({ ...row, faults: [] }));
    expect(scoreRecord(storm).sentence).not.toContain('own retries');
    expect(scoreRecord({ ...storm, attempts: untouched }).sentence).toContain(
      'the app’s own retries kept the provider down',
    );
  });

  it('leaves out what no phase holds', () => {
    const phases = [...PHASES.slice(0, 1), phaseOf('outage', 'outage', 20_000, 20_000), ...PHASES.slice(2)];
    const record = playRecord(() => null, { plan: { phases } });
    expect(scoreRecord(record).sentence).toContain('Nothing can be said');
  });
});

it('ends with one full stop, whatever the reason ends with', () => {
  const check = { id: 'conservation', ok: false, said: 'Two ends were written.', voids: 'run' as const };
  const { sentence: said } = scoreRecord(playRecord(() => null, { facts: { checks: [check] } }));
  expect(said).toMatch(/^Nothing can be said: .*Two ends were written\.$/);
});
