import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyBytes, tokensIn } from '../../src/catalog/faults/anatomy.js';
import { compose } from '../../src/catalog/faults/compose.js';
import type { WindowHit } from '../../src/catalog/faults/compose.js';
import { faultByKind, faults } from '../../src/catalog/faults/shelf.js';
import { randomOf } from '../../src/kit/random.js';
import type { LlmAnswer } from '../../src/model/llm.js';
import type { WirePlan } from '../../src/model/wire.js';
import { healthy } from '../support/fake-provider.js';
import { saying } from '../support/saying.js';

const after = fc.oneof(fc.nat({ max: 15 }), fc.constantFrom('0%', '50%', '100%', '0..12', '20%..80%'));
const slower = fc.constantFrom('8x', '1.5x', '2s', '10ms..20ms');
const again = fc.constantFrom('5s', 'absurd', 'absent', { raw: 'soon' }, { date: '5s' });

/** Parameters as authors may write them. A fault that isn't named here is played with its example. */
const written: Readonly<Record<string, fc.Arbitrary<object>>> = {
  status: fc.record({ status: fc.constantFrom(400, 500, 503, 529), retryAfter: again }),
  latency: fc.record({ by: fc.constantFrom('0s', '1s', '10ms..2s') }),
  'slow-first-token': fc.record({ by: slower }),
  'slow-tokens': fc.record({ by: slower }),
  stall: fc.record(
    { after, say: fc.constantFrom('silence', 'pings'), lasts: fc.constantFrom('50ms', '25s', '10m') },
    { requiredKeys: ['after'] },
  ),
  cut: fc.record({ after, how: fc.constantFrom('reset', 'fin', 'end') }),
  'error-event': fc.record({ after, reason: fc.constantFrom('overloaded', 'server-error') }),
  malformed: fc.record({
    after,
    how: fc.constantFrom('broken-json', 'split-frame', 'wrong-content-type'),
  }),
  empty: fc.record({ how: fc.constantFrom('no-content', 'no-body') }),
  'commit-then-fail': fc.record({ how: fc.constantFrom('reset', 'fin') }),
};

const hit: fc.Arbitrary<Omit<WindowHit, 'window'>> = fc.constantFrom(...faults).chain((fault) =>
  fc.record({
    layer: fc.constant(fault.layer),
    at: fc.nat({ max: 60_000 }),
    rewrite: (written[fault.kind] ?? fc.constant(fault.example)).map((params) =>
      fault.open(fault.params.parse(params)),
    ),
  }),
);
/** Without those that throw the answer away half of the time, since they hide all the others. */
const hits = fc
  .array(hit, { maxLength: 7 })
  .chain((all) =>
    fc.constantFrom(
      all,
      all.filter((each) => each.layer !== 'instead'),
    ),
  )
  .map((all) => all.map((each, index): WindowHit => ({ ...each, window: `w${index + 1}` })));

const answers: fc.Arbitrary<LlmAnswer> = fc
  .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { maxLength: 15 })
  .map((pieces) => saying(pieces));
const kinds = fc.constantFrom('whole', 'streamed');

describe('any faults on any answer', () => {
  it('still give a plan that can be played: it ends once and last, and no wait is negative', () => {
    fc.assert(
      fc.property(kinds, answers, hits, fc.nat(), (kind, answer, windows, seed) => {
        const base = { ...healthy(kind, { answer }), random: randomOf(seed) };
        const { plan } = compose(windows, base);
        expect(plan.map(isEnd)).toEqual(plan.map((_, index) => index === plan.length - 1));
        for (const step of plan) expect(step.after).toBeGreaterThanOrEqual(0);
        const told = plan.findIndex((step) => step.do === 'write');
        const head = plan.findIndex((step) => step.do === 'head');
        if (told >= 0) expect(head).toBeGreaterThanOrEqual(0);
        if (told >= 0) expect(head).toBeLessThan(told);
      }),
      { numRuns: 1000 },
    );
  });

  it('make no tokens up', () => {
    fc.assert(
      fc.property(kinds, answers, hits, (kind, answer, windows) => {
        const base = healthy(kind, { answer });
        expect(tokensIn(compose(windows, base).plan)).toBeLessThanOrEqual(tokensIn(base.plan));
      }),
      { numRuns: 1000 },
    );
  });

  it('name a window as fired if and only if the plan is another one', () => {
    fc.assert(
      fc.property(kinds, answers, hits, (kind, answer, windows) => {
        const base = healthy(kind, { answer });
        const { plan, fired } = compose(windows.map(thatChangesWhatItReplaces), base);
        expect(plan !== base.plan).toBe(fired.length > 0);
        expect(new Set(fired).size).toBe(fired.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('promise as many bytes as are written, unless the connection breaks off', () => {
    fc.assert(
      fc.property(answers, hits, (answer, windows) => {
        const { plan } = compose(windows, healthy('whole', { answer }));
        if (plan.at(-1)?.do === 'end') expect(bodyBytes(plan)).toBe(promised(plan));
        else if (promised(plan) !== null) expect(bodyBytes(plan)).toBeLessThan(promised(plan) ?? 0);
      }),
      { numRuns: 1000 },
    );
  });
});

it('a cut keeps exactly the tokens before its place, wherever it is', () => {
  const cut = faultByKind('cut');
  fc.assert(
    fc.property(answers, fc.nat({ max: 15 }), (answer, place) => {
      const base = healthy('streamed', { answer });
      const plan = cut?.open(cut.params.parse({ after: place }))({ ...base, at: 0 }) ?? [];
      const makes = answer.pieces.length;
      if (place > makes) expect(plan).toBe(base.plan);
      else expect(tokensIn(plan)).toBe(place);
    }),
  );
});

function thatChangesWhatItReplaces(window: WindowHit): WindowHit {
  return {
    ...window,
    rewrite: (call) => {
      const plan = window.rewrite(call);
      if (plan !== call.plan) expect(plan).not.toEqual(call.plan);
      return plan;
    },
  };
}

function isEnd(step: WirePlan[number]): boolean {
  return step.do === 'end' || step.do === 'fin' || step.do === 'reset' || step.do === 'hang';
}

function promised(plan: WirePlan): number | null {
  for (const step of plan) {
    if (step.do !== 'head') continue;
    const length = Object.entries(step.headers).find(([name]) => name.toLowerCase() === 'content-length');
    return length === undefined ? null : Number(length[1]);
  }
  return null;
}
