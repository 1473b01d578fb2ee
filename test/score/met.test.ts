import { describe, expect, it } from 'vitest';
import { viewOf } from '../../src/catalog/measures/view.js';
import type { ResponseClass } from '../../src/model/event.js';
import type { RunRecord } from '../../src/model/record.js';
import { hitsOf } from '../../src/score/caps.js';
import { gaugeOf } from '../../src/score/measure.js';
import { metBy } from '../../src/score/met.js';
import { rubric } from '../../src/score/rubric.js';
import { keyOf, vectorOf } from '../../src/score/vector.js';
import { failing, journeyOf, playRecord } from '../support/record.js';

const CLASSES: readonly ResponseClass[] = ['full', 'lie', 'hang', 'reset', 'honest-error', 'raw-error'];

/** Of each kind some, in every phase: journeys with and without a model, books that don't hold, keys that show. */
function everything(): RunRecord {
  const played = playRecord(
    (_, index) => ({ class: CLASSES[index % 6] ?? 'full', latency: 80, attempts: failing(1) }),
    {
      plan: {
        journeys: [journeyOf(), ...['save', 'list'].map((name) => journeyOf({ name, needsModel: false }))],
      },
    },
  );
  const responses = played.responses.map((row) => ({
    ...row,
    journey: ['ask', 'ask', 'save', 'list', 'list'][row.inbound % 5] ?? 'ask',
    why: row.inbound % 11 === 0 ? 'secret: a key' : null,
  }));
  const effects = responses.map(({ inbound, journey, phase }) => {
    const count = [1, 0, 1, 2, null][inbound % 7] ?? null;
    return { kind: 'effect' as const, inbound, journey, phase, count };
  });
  return { ...played, responses, effects };
}

describe('whom a ceiling counts', () => {
  const view = viewOf(everything());
  const vector = vectorOf(rubric, gaugeOf(view));
  const counted = rubric.caps.flatMap(({ id, rule }) =>
    rule.kind === 'no-recovery' || metBy(view, rule.measure, rule.phase) === null ? [] : [{ id, rule }],
  );

  it('is as many as its measure says', () => {
    for (const { id, rule } of counted) {
      const point = vector.get(keyOf(rule.measure, rule.phase));
      const met = metBy(view, rule.measure, rule.phase) ?? [];
      expect(met.length, id).toBeGreaterThan(0);
      expect(new Set(met).size, id).toBe(met.length);
      expect(met.length, id).toBe(point === undefined ? -1 : hitsOf(point));
    }
  });

  it('is somebody for every ceiling but means, and those that look from above', () => {
    const others = rubric.caps.filter(({ id }) => !counted.some((one) => one.id === id)).map(({ id }) => id);
    expect(others).toEqual(['storm', 'retries', 'stuck', 'still-down', 'no-failback', 'no-recovery']);
  });
});
