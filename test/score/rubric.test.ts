/** What the rubric says of itself, and the page that says it to people. */
import { describe, expect, it } from 'vitest';
import { measureById } from '../../src/catalog/measures/shelf.js';
import { checks } from '../../src/catalog/checks/shelf.js';
import { capStates, type Limits } from '../../src/score/caps.js';
import { letterOf } from '../../src/score/grade.js';
import { rubric } from '../../src/score/rubric.js';
import { keyOf, type Vector } from '../../src/score/vector.js';
import { rubricPage } from '../support/rubric-page.js';

const named = [
  ...rubric.terms.map(({ measure }) => measure),
  ...rubric.caps.flatMap(({ rule }) => (rule.kind === 'no-recovery' ? [] : [rule.measure])),
];

describe('the rubric', () => {
  it('is version 1: every measure that it names stands on the shelf', () => {
    expect(rubric.version).toBe('v1');
    expect(named.filter((id) => measureById(id) === undefined)).toEqual([]);
  });

  it('gives 100 points, and each dimension those of its terms', () => {
    expect(rubric.dimensions.reduce((sum, { points }) => sum + points, 0)).toBe(100);
    for (const { id, points } of rubric.dimensions) {
      const terms = rubric.terms.filter(({ dimension }) => dimension === id);
      expect(
        terms.reduce((sum, term) => sum + term.points, 0),
        id,
      ).toBe(points);
    }
  });

  it('weighs each term in a check that can say what to mend', () => {
    const judged = checks.flatMap(({ terms }) => terms);
    expect(rubric.terms.filter(({ id }) => !judged.includes(id))).toEqual([]);
  });

  it('is told in docs/rubric.md as it is', async () => {
    // After a change:  npx vitest run --project unit test/score/rubric.test.ts -u
    await expect(rubricPage(rubric)).toMatchFileSnapshot('../../docs/rubric.md');
  });
});

describe('an app that is still down at the end', () => {
  const value = { value: 0.8, counted: 0.8, low: 0.7, high: 0.9, unit: 'ratio', samples: 500 } as const;
  const vector: Vector = new Map([[keyOf('residual-deficit', 'recovery'), value]]);
  const statesBehind = (limits: Limits) => capStates(rubric.caps, vector, { hasRecovery: true, limits });
  const lowest = (limits: Limits): number =>
    Math.min(
      ...statesBehind(limits)
        .filter(({ state }) => state === 'reached')
        .map(({ cap }) => cap.cap),
    );

  it('is an F behind a provider whose capacity was declared', () => {
    expect(letterOf(lowest('declared'))).toBe('F');
  });

  it('is a D behind limits that are a default of ours, and is told why', () => {
    expect(letterOf(lowest('assumed'))).toBe('D');
    expect(statesBehind('assumed').find(({ cap }) => cap.id === 'stuck')).toMatchObject({
      state: 'clear',
      because: expect.stringMatching(/^80.%.*; nobody declared that the provider is limited/) as string,
    });
  });

  it('is a D behind a provider without limits: what keeps it down is then no storm of its own', () => {
    expect(letterOf(lowest('none'))).toBe('D');
    expect(statesBehind('none').find(({ cap }) => cap.id === 'stuck')).toMatchObject({
      state: 'clear',
      because: expect.stringMatching(/; nothing limited the provider/) as string,
    });
  });
});
