/** The table of effects against the catalog's own faults, played on the plans of real dialects. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose, type WindowHit } from '../../src/catalog/faults/compose.js';
import type { Fault } from '../../src/catalog/faults/fault.js';
import { faultByKind, faults } from '../../src/catalog/faults/shelf.js';
import type { Provider, WriteContext } from '../../src/catalog/providers/provider.js';
import { providers } from '../../src/catalog/providers/shelf.js';
import { randomOf } from '../../src/kit/random.js';
import type { LlmAnswer } from '../../src/model/llm.js';
import type { WirePlan } from '../../src/model/wire.js';
import { shaped, type EffectHit } from '../../src/simulate/effects/apply.js';
import { effectOf, effects } from '../../src/simulate/effects/shelf.js';
import { healthyFate, writtenBy, type Fate } from '../../src/simulate/fate.js';
import { callTo } from '../support/dialect.js';
import { saying } from '../support/saying.js';

const after = fc.oneof(fc.nat({ max: 15 }), fc.constantFrom('0%', '50%', '100%', '0..12', '20%..80%'));
const slower = fc.constantFrom('8x', '1.5x', '2s', '10ms..20ms');
const again = fc.constantFrom('5s', 'absurd', 'absent', { milliseconds: '150ms' });

const written: Readonly<Record<string, fc.Arbitrary<object>>> = {
  status: fc.record({ status: fc.constantFrom(400, 429, 500, 502, 503, 520, 529), retryAfter: again }),
  'rate-limit': fc.record({ requests: fc.constantFrom('1/s', '60/min'), retryAfter: again }),
  latency: fc.record({ by: fc.constantFrom('0s', '1s', '10ms..2s') }),
  'slow-first-token': fc.record({ by: slower }),
  'slow-tokens': fc.record({ by: slower }),
  stall: fc.record(
    { after, say: fc.constantFrom('silence', 'pings'), lasts: fc.constantFrom('50ms', '25s', '10m') },
    { requiredKeys: ['after'] },
  ),
  cut: fc.record({ after, how: fc.constantFrom('reset', 'fin', 'end') }),
  'error-event': fc.record({ after }),
  malformed: fc.record({ after, how: fc.constantFrom('broken-json', 'wrong-content-type') }),
  empty: fc.record({ how: fc.constantFrom('no-content', 'no-body') }),
  'commit-then-fail': fc.record({ how: fc.constantFrom('reset', 'fin') }),
};

const hit = fc.constantFrom(...faults.map(({ kind }) => kind)).chain((kind) => {
  const fault = faultOf(kind);
  return fc.record({
    kind: fc.constant(kind),
    at: fc.nat({ max: 60_000 }),
    params: (written[fault.kind] ?? fc.constant(fault.example)).map((params) => fault.params.parse(params)),
  });
});
/** Two that rewrite the same answer are told in rough strokes only, so there is at most one of them. */
const hits = fc
  .array(hit, { maxLength: 4 })
  .map((all) => all.filter((one, index) => !isRewrite(one) || all.findIndex(isRewrite) === index))
  .chain((all) =>
    fc.constantFrom(
      all,
      all.filter(({ kind }) => faultOf(kind).layer !== 'instead'),
    ),
  );

function faultOf(kind: string): Fault {
  const fault = faultByKind(kind);
  if (fault === undefined) throw new Error(`no fault ${kind}`);
  return fault;
}

function providerOf(id: string): Provider {
  const provider = providers.find((one) => one.id === id);
  if (provider === undefined) throw new Error(`no provider ${id}`);
  return provider;
}

function isRewrite({ kind }: { readonly kind: string }): boolean {
  return faultOf(kind).layer === 'rewrite';
}

interface Told {
  readonly status: number | null;
  readonly time: number;
  readonly end: string;
  readonly written: number;
  readonly billed: number;
  readonly firstToken: number | null;
  readonly terminated: boolean;
}

function toldByPlan(plan: WirePlan): Told {
  let [time, status, end]: [number, number | null, string] = [0, null, ''];
  let [tokens, billed, terminated]: [number, number, boolean] = [0, 0, false];
  let firstToken: number | null = null;
  for (const step of plan) {
    time += step.after;
    if (step.do === 'head') status = step.status;
    else if (step.do === 'commit') billed += step.tokens;
    else if (step.do !== 'write') end = step.do;
    else {
      if (step.tokens > 0) firstToken ??= time;
      tokens += step.tokens;
      terminated ||= step.part === 'terminator';
    }
  }
  return { status, time, end, written: tokens, billed, firstToken, terminated };
}

function toldByFate({ status, time, end, written: tokens, billed, firstToken, terminated }: Fate): Told {
  return { status, time, end, written: tokens, billed, firstToken, terminated };
}

const nearly = ({ time, firstToken, ...exact }: Told): object => ({
  ...exact,
  time: Math.round(time * 1000),
  firstToken: firstToken === null ? null : Math.round(firstToken * 1000),
});

describe('the table of effects', () => {
  it('has exactly the faults of the shelf', () => {
    expect(effects.map(({ fault }) => fault).toSorted()).toEqual(faults.map(({ kind }) => kind).toSorted());
  });

  it('tells the same status, time, tokens and end as the faults do on real plans', () => {
    fc.assert(
      fc.property(
        fc.record({
          all: hits,
          id: fc.constantFrom(...providers.map((one) => one.id)),
          stream: fc.boolean(),
          tokens: fc.integer({ min: 3, max: 14 }),
          seed: fc.nat(),
        }),
        ({ all, id, stream, tokens, seed }) => {
          const provider = providerOf(id);
          const pacing = { firstToken: 300, gap: 12.5 };
          const random = randomOf(seed);
          const context: WriteContext = {
            ...{ random, model: 'some-model-1', wallTime: 0, canary: 'c', limits: null, pacing },
          };
          const call = callTo(provider, { stream });
          const pieces = Array.from({ length: tokens }, (_, index) => ` wm${index}`);
          const answer: LlmAnswer = saying(pieces);
          const plan = stream
            ? provider.stream(call, answer, context)
            : provider.whole(call, answer, context);
          const fate = healthyFate({ tokens, pacing, streamed: stream });
          const onPlan = all.map(({ kind, at, params }, index): WindowHit => {
            const fault = faultOf(kind);
            return { window: `w${index}`, layer: fault.layer, at, rewrite: fault.open(params) };
          });
          const onFate = all.map(({ kind, at, params }, index): EffectHit => {
            const effect = effectOf(kind)?.open(params, provider);
            if (effect === undefined) throw new Error(`no effect of ${kind}`);
            return { window: `w${index}`, layer: faultOf(kind).layer, at, effect };
          });
          const real = compose(onPlan, { plan, call, provider, context, random });
          const modelled = shaped(onFate, { fate, model: call.model, pacing, random });
          expect(modelled.fired).toEqual(real.fired);
          expect(nearly(toldByFate(modelled.fate))).toEqual(nearly(toldByPlan(real.plan)));
        },
      ),
      { numRuns: 1500, seed: 20_261_121 },
    );
  });

  it('counts the tokens that are out by a moment', () => {
    const fate = healthyFate({ tokens: 10, pacing: { firstToken: 300, gap: 10 }, streamed: true });
    expect([0, 299, 300, 309, 310, 390, 9999].map((at) => writtenBy(fate, at))).toEqual([
      0, 0, 1, 1, 2, 10, 10,
    ]);
  });
});
