import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { toxics } from '../../src/catalog/toxics/shelf.js';
import { compilePlan } from '../../src/scenario/compile.js';
import { SOUND, load } from './samples.js';

const KEYS = [
  ...['on', 'toxic', 'stream', 'share', 'at', 'for', 'recycle', 'optional', 'shaer', ''],
  ...toxics.flatMap(({ attributes }) => attributes.map(({ name }) => name)),
];
const TYPES = [...toxics.map(({ type }) => type), 'down', 'hang', 'Latency'];

const value = fc.oneof(
  fc.constantFrom(
    '5s',
    '39s',
    '200ms',
    '20KB/s',
    '4KB',
    '60%',
    'both',
    'claude',
    'db',
    '0',
    '-1',
    '${X}',
    '',
  ),
  fc.constantFrom(...TYPES),
  fc.jsonValue({ maxDepth: 1 }),
);
const window = fc.record(
  {
    stream: fc.constantFrom('upstream', 'downstream', 'both'),
    share: fc.constantFrom('1%', '100%', 0.5),
    at: fc.constantFrom('0s', '5s', '29.9s'),
    for: fc.constantFrom('1ms', '10s'),
    recycle: fc.boolean(),
    optional: fc.boolean(),
  },
  { requiredKeys: [] },
);
const sound = fc
  .tuple(fc.constantFrom('claude', 'gpt'), fc.constantFrom(...toxics), window)
  .map(([on, { type, example }, more]) => ({ on, toxic: type, ...example, ...more }));
const odd = fc
  .tuple(sound, fc.dictionary(fc.constantFrom(...KEYS), value, { minKeys: 1, maxKeys: 2 }))
  .map(([some, more]) => ({ ...some, ...more }));

const soundCohort = fc.record(
  {
    at: fc.constantFrom('0s', '10s', '38s'),
    size: fc.integer({ min: 2, max: 1000 }),
    within: fc.constantFrom('0ms', '500ms'),
    hold: fc.constantFrom('1ms', '1.5s'),
    on: fc.constantFrom('claude', 'gpt'),
    fails: fc.constantFrom('reset', { fault: 'status', status: 503 }),
  },
  { requiredKeys: [] },
);
const oddCohort = fc.dictionary(fc.constantFrom('at', 'hold', 'on', 'journey', 'fails', 'sise'), value, {
  maxKeys: 3,
});

const file = fc
  .record({
    network: fc.array(
      fc.oneof(
        { weight: 9, arbitrary: sound },
        { weight: 2, arbitrary: odd },
        { weight: 1, arbitrary: value },
      ),
      { maxLength: 3 },
    ),
    cohort: fc.oneof(fc.array(soundCohort, { maxLength: 3 }), soundCohort, oddCohort),
  })
  .map((outage) => SOUND.replace('    for: 40s\n', `    for: 40s\n${indented(stringify(outage))}`));

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ');
}

describe('whatever stands under network and cohort', () => {
  it('is planned inside its phase, or each of its mistakes has a place', () => {
    fc.assert(
      fc.property(file, fc.boolean(), (text, quick) => {
        const loaded = load(text);
        if (!loaded.ok) {
          expect(loaded.problems.every(({ where }) => where !== null)).toBe(true);
          return;
        }
        const compiled = compilePlan(loaded.value.scenario, { seed: 1, quick, capacity: null });
        if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
        const { phases, network, cohorts, windows } = compiled.value;
        const outage = phases[1];
        for (const { opens, closes } of network) {
          expect(opens).toBeGreaterThanOrEqual(outage?.opens ?? Number.NaN);
          expect(closes).toBeGreaterThan(opens);
          expect(closes).toBeLessThanOrEqual(outage?.closes ?? Number.NaN);
        }
        expect(windows.filter(({ together }) => together !== null)).toHaveLength(cohorts.length);
        if (!quick) expect(cohorts.every(({ fails }) => fails <= (outage?.closes ?? 0))).toBe(true);
      }),
      { numRuns: 120 },
    );
  });
});
