import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canariesIn } from '../../../src/catalog/answers/canary.js';
import { randomOf } from '../../../src/kit/random.js';
import type { LlmAnswer } from '../../../src/model/llm.js';
import type { WirePlan, WritePart } from '../../../src/model/wire.js';
import { callTo, context, eachProvider, hear, textAnswer, toolAnswer } from '../../support/dialect.js';
import { headOf } from '../../support/fake-provider.js';
import { saying } from '../../support/saying.js';
import { expectLength, timeOf, writesOf } from '../../support/wire-plans.js';

const nothing: LlmAnswer = saying([]);
const answers = [
  ['text', textAnswer],
  ['a call of a tool', toolAnswer],
  ['nothing', nothing],
] as const;

const rows = eachProvider.flatMap(([id, provider]) =>
  answers.map(([name, answer]) => [id, name, { provider, answer }] as const),
);

function partsOf(plan: WirePlan): readonly WritePart[] {
  return writesOf(plan).map(({ part }) => part);
}

describe('an answer', () => {
  test.each(rows)('of %s, %s, says the same whole and streamed', (_id, _name, { provider, answer }) => {
    const call = callTo(provider, { stream_options: { include_usage: true } });
    const whole = hear(provider, provider.whole(call, answer, context));
    const streamed = hear(provider, provider.stream({ ...call, stream: true }, answer, context));
    expect(streamed).toEqual(whole);
    const joined = answer.pieces.join('');
    expect(whole.text).toBe(answer.kind === 'text' ? joined : '');
    expect(whole.tool).toBe(answer.kind === 'tool' ? answer.tool : null);
    expect(whole.args).toEqual(answer.kind === 'tool' ? JSON.parse(joined) : null);
    expect(whole.tokensOut).toBe(answer.pieces.length);
  });

  test.each(rows)('of %s, %s, is one head, one body and an end', (_id, _name, { provider, answer }) => {
    const plan = provider.whole(callTo(provider), answer, context);
    expect(plan.map((step) => step.do)).toEqual(['head', 'write', 'end']);
    expect(partsOf(plan)).toEqual(['body']);
    expect(writesOf(plan)[0]?.tokens).toBe(answer.pieces.length);
    expect(headOf(plan)).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expectLength(plan);
  });

  test.each(rows)('of %s, %s, has its stream in order', (_id, _name, { provider, answer }) => {
    const plan = provider.stream(callTo(provider, { stream: true }), answer, context);
    expect(plan[0]).toMatchObject({ do: 'head', status: 200 });
    expect(headOf(plan).headers).not.toHaveProperty('content-length');
    expect(partsOf(plan)).toEqual(['preamble', ...answer.pieces.map(() => 'token'), 'finish', 'terminator']);
    expect(plan.at(-1)).toEqual({ do: 'end', after: 0 });
    expect(writesOf(plan).map(({ part, tokens }) => tokens === (part === 'token' ? 1 : 0))).not.toContain(
      false,
    );
    expect(writesOf(plan).every(({ text }) => text.endsWith('\n\n'))).toBe(true);
  });

  test.each(rows)('of %s, %s, takes its pace from the model', (_id, _name, { provider, answer }) => {
    const call = callTo(provider);
    const plans = [provider.whole(call, answer, context), provider.stream(call, answer, context)];
    const { firstToken, gap } = context.pacing;
    const wanted = firstToken + gap * Math.max(0, answer.pieces.length - 1);
    expect(plans.map(timeOf)).toEqual([wanted, wanted]);
    const [whole, stream] = plans;
    expect(whole?.[0]?.after).toBe(wanted);
    expect(stream?.[0]?.after).toBe(firstToken);
    const tokens = writesOf(stream ?? []).filter(({ part }) => part === 'token');
    expect(tokens.map(({ after }) => after)).toEqual(
      answer.pieces.map((_, index) => (index === 0 ? 0 : gap)),
    );
  });

  test.each(rows)(
    'of %s, %s, is the same for the same attempt, and has other ids for another',
    (_id, _name, it) => {
      const { provider, answer } = it;
      const call = callTo(provider);
      const other = { ...context, random: randomOf(12) };
      for (const how of ['whole', 'stream'] as const) {
        const write = (...args: Parameters<typeof provider.whole>) => provider[how](...args);
        expect(write(call, answer, context)).toEqual(write(call, answer, context));
        const [id] = hear(provider, write(call, answer, context)).ids;
        const { ids } = hear(provider, write(call, answer, other));
        expect(ids).toHaveLength(1);
        expect(ids).not.toContain(id);
      }
    },
  );

  test.each(eachProvider)('of %s stops at the limit of tokens and says so', (_id, provider) => {
    const call = callTo(provider, { max_tokens: 2 });
    const whole = hear(provider, provider.whole(call, textAnswer, context));
    const free = hear(provider, provider.whole(callTo(provider), textAnswer, context));
    const cut = { ...textAnswer, pieces: textAnswer.pieces.slice(0, 2), complete: false };
    expect(whole.text).toBe(cut.pieces.join(''));
    expect(whole.reason).not.toBe(free.reason);
    expect(hear(provider, provider.whole(callTo(provider), cut, context)).reason).toBe(whole.reason);
    expect(hear(provider, provider.stream(call, textAnswer, context)).reason).toBe(whole.reason);
  });

  test.each(eachProvider)('of %s may say any text', (_id, provider) => {
    const call = callTo(provider);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }), (pieces) => {
        const answer: LlmAnswer = saying(pieces);
        expect(hear(provider, provider.stream(call, answer, context)).text).toBe(pieces.join(''));
        const whole = provider.whole(call, answer, context);
        expect(hear(provider, whole).text).toBe(pieces.join(''));
        expectLength(whole);
      }),
    );
  });

  test.each(eachProvider)('of %s has no error in it that anyone could leak', (_id, provider) => {
    const call = callTo(provider);
    for (const plan of [
      provider.whole(call, textAnswer, context),
      provider.stream(call, textAnswer, context),
    ])
      expect(canariesIn(JSON.stringify(plan))).toEqual([]);
  });
});
