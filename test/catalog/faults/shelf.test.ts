import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tokensIn } from '../../../src/catalog/faults/anatomy.js';
import { faultByKind, faults } from '../../../src/catalog/faults/shelf.js';
import { randomOf } from '../../../src/kit/random.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { healthy } from '../../support/fake-provider.js';

const KINDS = ['whole', 'streamed'] as const;
const ENDINGS = ['end', 'fin', 'reset', 'hang'];

/** Everything that the issue asks for; a shelf that loses one must say so. */
const PROMISED =
  'status hang latency slow-first-token slow-tokens stall cut error-event malformed empty html-page rate-limit quota-exhausted retired-model auth-rejected wrong-4xx commit-then-fail';

it('holds every fault that scenarios were promised, once, in order', () => {
  const kinds = faults.map((fault) => fault.kind);
  expect(kinds).toEqual(PROMISED.split(' ').sort());
});

/** An answer of 200 that is slow, empty or hard to read is none, and neither is silence. */
const NO_FAILURE = 'empty hang latency malformed slow-first-token slow-tokens stall';

it('says which faults end a call with a failure', () => {
  const others = faults.filter(({ isFailure }) => !isFailure).map(({ kind }) => kind);
  expect(others).toEqual(NO_FAILURE.split(' '));
});

it('finds a fault by its kind, and nothing for an unknown one', () => {
  expect(faultByKind('cut')?.kind).toBe('cut');
  expect(faultByKind('cuts')).toBeUndefined();
});

describe.each(faults)('$kind', (fault) => {
  const parsed = (): unknown => fault.params.parse(fault.example);

  it('reads its own example, and keeps it as plain data', () => {
    const params = parsed();
    expect(JSON.parse(JSON.stringify(params))).toEqual(params);
  });

  it('refuses a key that it does not know', () => {
    const result = fault.params.safeParse({ ...fault.example, colour: 'red' });
    expect(result.error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['colour'] }]);
  });

  it('can be described to editors', () => {
    const schema = z.toJSONSchema(fault.params, { io: 'input' });
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('says in one sentence what it does, and where it was seen', () => {
    expect(fault.summary).toMatch(/^[A-Z].*\.$/);
    expect(fault.source).not.toBe('');
  });

  describe.each(KINDS)('on a %s answer', (kind) => {
    it('does the same again with the same chance, in windows of their own', () => {
      const base = healthy(kind);
      const once = (): readonly WirePlan[] => {
        const rewrite = fault.open(parsed());
        return [0, 1, 2, 3, 4, 5, 6, 7].map((at) => rewrite({ ...base, at, random: randomOf(3).at(at) }));
      };
      expect(once()).toEqual(once());
    });

    it('leaves the plan that it was given as it was', () => {
      const base = healthy(kind);
      const before = structuredClone(base.plan);
      fault.open(parsed())({ ...base, at: 0 });
      expect(base.plan).toEqual(before);
    });

    it('gives the same object back, or another plan', () => {
      const base = healthy(kind);
      const rewrite = fault.open(parsed());
      for (let at = 0; at < 8; at += 1) {
        const plan = rewrite({ ...base, at });
        if (plan !== base.plan) expect(plan).not.toEqual(base.plan);
      }
    });

    it('ends once and last, waits no negative time, and makes no token up', () => {
      const base = healthy(kind);
      const rewrite = fault.open(parsed());
      for (let at = 0; at < 8; at += 1) {
        expectSound(rewrite({ ...base, at, random: randomOf(at) }), tokensIn(base.plan));
      }
    });
  });

  it('leaves a call that is refused anyway either alone or refused', () => {
    const base = healthy('whole');
    const refused = base.provider.refuse(
      { reason: 'rate-limit', status: 429, retryAfter: { kind: 'absent' }, message: null },
      base.context,
    );
    const plan = fault.open(parsed())({ ...base, plan: refused, at: 0 });
    if (fault.layer === 'rewrite') expect(plan).toBe(refused);
    else expectSound(plan, 0);
  });
});

function expectSound(plan: WirePlan, tokens: number): void {
  const endings = plan.filter((step) => ENDINGS.includes(step.do));
  expect(endings).toHaveLength(1);
  expect(plan.at(-1)).toBe(endings[0]);
  expect(plan.filter((step) => step.do === 'head').length).toBeLessThanOrEqual(1);
  for (const step of plan) expect(step.after).toBeGreaterThanOrEqual(0);
  expect(tokensIn(plan)).toBeLessThanOrEqual(tokens);
}
