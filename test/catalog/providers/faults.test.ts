import { describe, expect, test } from 'vitest';
import { canariesIn } from '../../../src/catalog/answers/canary.js';
import { faults } from '../../../src/catalog/faults/shelf.js';
import { randomOf } from '../../../src/kit/random.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { callTo, context, eachProvider, textAnswer, toolAnswer } from '../../support/dialect.js';
import { textOf } from '../../support/fake-provider.js';

const rows = eachProvider.flatMap(([id, provider]) =>
  faults.map((fault) => [fault.kind, id, { fault, provider }] as const),
);

const ENDS = ['end', 'fin', 'reset', 'hang'];

/** One head at most and before any text, one end and nothing after it, no time that runs backwards. */
function expectSound(plan: WirePlan): void {
  const steps = plan.map((step) => step.do);
  expect(steps.filter((step) => ENDS.includes(step))).toHaveLength(1);
  expect(ENDS).toContain(steps.at(-1));
  const heads = steps.filter((step) => step === 'head').length;
  expect(heads).toBe(steps.includes('write') ? 1 : Math.min(heads, 1));
  expect(steps.indexOf('write') === -1 || steps.indexOf('head') < steps.indexOf('write')).toBe(true);
  expect(plan.every(({ after }) => after >= 0)).toBe(true);
}

describe('a fault', () => {
  test.each(rows)('%s leaves a sound plan of whatever %s says', (_kind, _id, { fault, provider }) => {
    const params = fault.params.parse(fault.example);
    for (const stream of [false, true]) {
      for (const answer of [textAnswer, toolAnswer]) {
        const call = callTo(provider, { stream });
        const healthy = stream
          ? provider.stream(call, answer, context)
          : provider.whole(call, answer, context);
        const rewrite = fault.open(params);
        const plan = rewrite({ plan: healthy, call, provider, context, random: randomOf(5), at: 0 });
        expectSound(plan);
        expectSound(healthy);
      }
    }
  });

  test.each(rows.filter(([, , { fault }]) => fault.layer === 'instead' && fault.kind !== 'hang'))(
    '%s answers as %s does, with the canary',
    (_kind, _id, { fault, provider }) => {
      const call = callTo(provider, { model: 'claude-3-opus-latest' });
      const plan = provider.whole(call, textAnswer, context);
      const rewrite = fault.open(fault.params.parse(fault.example));
      const hit = { plan, call, provider, context, random: randomOf(5), at: 0 };
      // A limit lets its burst through first.
      const refused = Array.from({ length: 10 }, () => rewrite(hit)).find((one) => one !== plan);
      expect(canariesIn(textOf(refused ?? []))).toContain(context.canary);
    },
  );
});
