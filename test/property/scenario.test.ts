import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from '../../src/scenario/yaml-text.js';
import { readDocument } from '../../src/scenario/read.js';
import { compilePlan, planText } from '../../src/scenario/compile.js';
import { SOUND, load, soundScenario } from '../scenario/samples.js';
import type { Json } from '../../src/model/units.js';

const WORDS = [
  'upstreams',
  'phases',
  'faults',
  'expect',
  'on',
  'fault',
  'for',
  'journeys',
  'load',
  'mix',
  '<<',
  '__proto__',
  'constructor',
  'status',
  'match',
  'share',
  'abort',
  'hang',
  '5s',
  '60%',
  '${',
  'score > 1',
];
const VALUES = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);

/** Trees of words that a scenario might hold, in places where it might not. */
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    VALUES,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...WORDS), fc.string()), tie('node'), { maxKeys: 5 }),
  ),
})).node;

describe('whatever is written', () => {
  it('as text is answered, never thrown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const loaded = load(text);
        expect(loaded.ok).toBe(false);
        expect(!loaded.ok && loaded.problems.every((problem) => (problem.where?.line ?? 0) >= 1)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('as YAML of the right words in wrong places is answered, never thrown', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const loaded = load(stringify(value as Json));
        expect(loaded.ok ? loaded.warnings : loaded.problems).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
  });

  it('into a sound file is valid or told in a place of that file', () => {
    const lines = SOUND.split('\n').length;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: SOUND.length }),
        fc.integer({ min: 0, max: 12 }),
        fc.oneof(
          fc.string({ maxLength: 8 }),
          fc.constantFrom(...WORDS, '\t', '\n  ', ': ', '- ', '{', '"', '&a', '*a'),
        ),
        (at, cut, piece) => {
          const loaded = load(SOUND.slice(0, at) + piece + SOUND.slice(at + cut));
          for (const problem of loaded.ok ? loaded.warnings : loaded.problems) {
            const { line = 0, column = 0, length = 0 } = problem.where ?? {};
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lines + 8);
            expect(column).toBeGreaterThanOrEqual(1);
            expect(length).toBeGreaterThanOrEqual(1);
            expect(problem.message).not.toBe('');
            const own = problem.message.replaceAll(/".*"?/gs, '');
            expect(own).not.toMatch(/-ind\b|YAML stream|node end|Invalid input|undefined|\[object /);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('print and read', () => {
  it('are each other backwards', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const written = JSON.stringify({ value });
        // Names that are told as mistakes.
        fc.pre(!/"(__proto__|<<)":/.test(written));
        const kept = JSON.parse(written) as Json;
        const read = readDocument(stringify(kept), 'f.yaml');
        expect(read.ok && read.value.value).toEqual(kept);
      }),
    );
  });
});

const plans = fc.record({
  seed: fc.nat(),
  quick: fc.boolean(),
  rate: fc.integer({ min: 1, max: 60 }),
  phases: fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 4, max: 60 }))),
});

describe('a plan', () => {
  const planFrom = (
    given: { seed: number; quick: boolean; rate: number; phases: number[] },
    faults: string,
  ) => {
    const [baseline = 9, outage = 9, recovery = 9] = given.phases;
    const text = SOUND.replace('rate: 20/s', `rate: ${given.rate}/s`)
      .replace('{ for: 20s }', `{ for: ${baseline}s }`)
      .replace('for: 40s\n', `for: ${outage}s\n`)
      .replace('recovery: { for: 40s }', `recovery: { for: ${recovery}s }`)
      .replace('share: 60% }', `share: 60% }${faults}`);
    const compiled = compilePlan(soundScenario(text), {
      seed: given.seed,
      quick: given.quick,
      capacity: null,
    });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
    return compiled.value;
  };

  it('has the same bytes whenever it is made', () => {
    fc.assert(
      fc.property(plans, (given) => {
        expect(planText(planFrom(given, ''))).toBe(planText(planFrom(given, '')));
      }),
      { numRuns: 40 },
    );
  });

  it('has windows within its phases, and arrivals that no fault moves', () => {
    const faults =
      '\n      - { on: gpt, fault: hang, at: 1s, for: 2s }\n      - { on: claude, fault: empty, share: 5% }';
    fc.assert(
      fc.property(plans, (given) => {
        const plan = planFrom(given, faults);
        expect(plan.arrivals).toEqual(planFrom(given, '').arrivals);
        for (const window of plan.windows) {
          const phase = plan.phases.find(({ name }) => name === window.phase);
          expect(window.opens).toBeGreaterThanOrEqual(phase?.opens ?? Infinity);
          expect(window.closes).toBeLessThanOrEqual(phase?.closes ?? -Infinity);
          expect(window.closes).toBeGreaterThan(window.opens);
        }
      }),
      { numRuns: 40 },
    );
  });
});
