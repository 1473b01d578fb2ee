import { describe, expect, test } from 'vitest';
import { openai } from '../../../src/catalog/providers/openai.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { callTo, context, LIMITS, sseEvents, textAnswer, toolAnswer } from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';

describe('an answer of OpenAI', () => {
  test.each([
    ['text', textAnswer],
    ['a call of a tool', toolAnswer],
  ] as const)('of %s is indented and ends with a newline, as recorded', (_name, answer) => {
    const text = textOf(openai.whole(callTo(openai), answer, context));
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  test('has every key of a recorded one', () => {
    const body = JSON.parse(textOf(openai.whole(callTo(openai), textAnswer, context))) as object;
    expect(Object.keys(body)).toEqual(
      'id object created model choices usage service_tier system_fingerprint'.split(' '),
    );
    expect(body).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-\w{29}$/) as string,
      object: 'chat.completion',
      created: context.wallTime / 1000,
      choices: [{ index: 0, message: { refusal: null, annotations: [] }, logprobs: null }],
      system_fingerprint: expect.stringMatching(/^fp_[0-9a-f]{10}$/) as string,
    });
  });

  test('says the same id and time in every chunk, then [DONE]', () => {
    const events = sseEvents(textOf(openai.stream(callTo(openai), textAnswer, context)));
    expect(events.at(-1)?.text).toBe('[DONE]');
    const heads = events.slice(0, -1).map(({ text }) => {
      const { id, object, created } = JSON.parse(text) as Readonly<Record<string, unknown>>;
      return `${String(id)} ${String(object)} ${String(created)}`;
    });
    expect(new Set(heads).size).toBe(1);
    expect(heads[0]).toContain('chat.completion.chunk');
  });

  test.each([
    [{ logprobs: true }, []],
    [{ logprobs: true, top_logprobs: 0 }, []],
    [{ logprobs: true, top_logprobs: 5 }, [{ token: 'bo1234:' }]],
  ])('names the likeliest tokens only if asked to: %j', (fields, top) => {
    const body = JSON.parse(textOf(openai.whole(callTo(openai, fields), textAnswer, context))) as {
      choices: { logprobs: { content: { top_logprobs: unknown[] }[] } }[];
    };
    const found = body.choices[0]?.logprobs.content[0]?.top_logprobs;
    expect(found).toHaveLength(top.length);
    expect(found).toMatchObject(top);
  });

  test('hides the length of a token: every data line is 7 characters over a multiple of 16', () => {
    const call = callTo(openai, { stream_options: { include_usage: true } });
    const lines = [textAnswer, toolAnswer].flatMap((answer) =>
      dataLines(openai.stream(call, answer, context)),
    );
    expect(lines.length).toBeGreaterThan(15);
    expect(lines.map((line) => line.length % 16)).toEqual(lines.map(() => 7));
    expect(lines.every((line) => /,"obfuscation":"\w{0,15}"\}$/.test(line))).toBe(true);
  });

  test('does not hide it when asked not to', () => {
    const call = callTo(openai, { stream_options: { include_obfuscation: false } });
    expect(textOf(openai.stream(call, textAnswer, context))).not.toContain('obfuscation');
  });

  test('counts its tokens in a chunk of its own, if asked to, and nowhere else', () => {
    const chunks = (fields: Readonly<Record<string, unknown>>) =>
      dataLines(openai.stream(callTo(openai, fields), textAnswer, context)).map(
        (line) => JSON.parse(line.slice(6)) as { choices: unknown[]; usage?: unknown },
      );
    expect(chunks({}).some((chunk) => 'usage' in chunk)).toBe(false);
    const counted = chunks({ stream_options: { include_usage: true } });
    expect(counted.slice(0, -1).map(({ usage }) => usage)).toEqual(counted.slice(1).map(() => null));
    expect(counted.at(-1)).toMatchObject({
      choices: [],
      usage: { completion_tokens: textAnswer.pieces.length },
    });
  });

  test('carries limits whose resets are durations', () => {
    const { headers } = headOf(openai.whole(callTo(openai), textAnswer, { ...context, limits: LIMITS }));
    expect(headers).toMatchObject({
      'x-request-id': expect.stringMatching(/^req_[0-9a-f]{32}$/) as string,
      'x-ratelimit-limit-requests': '4000',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '3.5s',
      'x-ratelimit-remaining-tokens': '312345',
      'x-ratelimit-reset-tokens': '12s',
      // Nine tokens: 300 ms and eight gaps of 20.
      'openai-processing-ms': '460',
    });
  });
});

function dataLines(plan: WirePlan): readonly string[] {
  return textOf(plan)
    .split('\n\n')
    .filter((line) => line.startsWith('data: {'));
}
