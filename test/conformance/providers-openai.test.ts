import OpenAI from 'openai';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openai } from '../../src/catalog/providers/openai.js';
import type { LlmAnswer, LlmCall } from '../../src/model/llm.js';
import type { WirePlan } from '../../src/model/wire.js';
import { answerOf, context, refusalOf, textAnswer, toolAnswer } from '../support/dialect.js';
import { serveWire, type WireServer } from '../support/wire-server.js';
import { saying } from '../support/saying.js';

let server: WireServer | null = null;

afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.close();
  server = null;
});

const calls: LlmCall[] = [];

async function clientOf(answer: LlmAnswer, hurt = (plan: WirePlan) => plan): Promise<OpenAI> {
  calls.length = 0;
  server = await serveWire((request) => hurt(answerOf(openai, request, { answer, calls })));
  for (const [name, value] of Object.entries(openai.env(server.url))) vi.stubEnv(name, value);
  return new OpenAI({ maxRetries: 0 });
}

const tools: OpenAI.ChatCompletionFunctionTool[] = [
  { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } },
];
const asked = {
  model: 'gpt-4.1-mini',
  messages: [
    { role: 'system' as const, content: 'Be brief.' },
    { role: 'user' as const, content: 'Why is the sky blue?' },
  ],
};

function saidIn({ content, tool_calls: called }: OpenAI.ChatCompletionMessage): string | null {
  const [call] = called ?? [];
  return call?.type === 'function' ? call.function.arguments : content;
}

describe('the official OpenAI client', () => {
  test('finds us by the variables that a subject gets, and is read as it was meant', async () => {
    const client = await clientOf(textAnswer);
    await client.chat.completions.create({
      ...asked,
      tools,
      tool_choice: 'required',
      max_completion_tokens: 99,
    });
    expect(server?.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/chat/completions',
    ]);
    expect(calls[0]).toMatchObject({
      model: asked.model,
      newest: 'Why is the sky blue?',
      everything: 'Be brief.\nWhy is the sky blue?',
      stream: false,
      maxTokens: 99,
      toolChoice: { kind: 'forced', name: 'any' },
    });
    expect(calls[0]?.tools).toEqual([{ name: 'get_weather', schema: tools[0]?.function.parameters }]);
  });

  test('parses a whole text with its usage, its limits and its request id', async () => {
    const client = await clientOf(textAnswer);
    const { data, response, request_id } = await client.chat.completions.create(asked).withResponse();
    expect(data.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { role: 'assistant', content: textAnswer.pieces.join(''), refusal: null },
    });
    expect(data.model).toBe(asked.model);
    expect(data.usage?.completion_tokens).toBe(textAnswer.pieces.length);
    expect(data.usage?.prompt_tokens).toBe(calls[0]?.tokensIn);
    expect(request_id).toMatch(/^req_[0-9a-f]{32}$/);
    expect(response.headers.get('x-ratelimit-reset-requests')).toBe('3.5s');
  });

  test('parses a whole call of a tool', async () => {
    const client = await clientOf(toolAnswer);
    const { choices } = await client.chat.completions.create({ ...asked, tools });
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: null,
        tool_calls: [
          { type: 'function', function: { name: 'get_weather', arguments: toolAnswer.pieces.join('') } },
        ],
      },
    });
  });

  test('hears that the limit of tokens ended an answer', async () => {
    const client = await clientOf(textAnswer);
    const { choices, usage } = await client.chat.completions.create({ ...asked, max_completion_tokens: 3 });
    expect(choices[0]).toMatchObject({
      finish_reason: 'length',
      message: { content: textAnswer.pieces.slice(0, 3).join('') },
    });
    expect(usage?.completion_tokens).toBe(3);
  });

  test.each([
    ['text', textAnswer, 'stop'],
    ['a call of a tool', toolAnswer, 'tool_calls'],
  ] as const)(
    'gets as many choices of %s as it asks for, whole and streamed',
    async (_name, answer, reason) => {
      const client = await clientOf(answer);
      const whole = await client.chat.completions.create({ ...asked, tools, n: 3 });
      const streamed = await client.chat.completions
        .stream({ ...asked, tools, n: 3, stream_options: { include_usage: true } })
        .finalChatCompletion();
      const said = answer.pieces.join('');
      for (const { choices, usage } of [whole, streamed]) {
        expect(choices.map(({ index, finish_reason }) => [index, finish_reason])).toEqual([
          [0, reason],
          [1, reason],
          [2, reason],
        ]);
        expect(choices.map(({ message }) => saidIn(message))).toEqual([said, said, said]);
        expect(usage?.completion_tokens).toBe(3 * answer.pieces.length);
        expect(new Set(choices.map(({ message }) => message.tool_calls?.[0]?.id)).size).toBe(
          answer.kind === 'tool' ? 3 : 1,
        );
      }
    },
  );

  test('reads how sure the model was of each token, whole and streamed', async () => {
    const client = await clientOf(textAnswer);
    const sure = { ...asked, logprobs: true, top_logprobs: 2 };
    const whole = await client.chat.completions.create(sure);
    const streamed = await client.chat.completions.stream(sure).finalChatCompletion();
    for (const { choices } of [whole, streamed]) {
      const tokens = choices[0]?.logprobs?.content ?? [];
      expect(tokens.map(({ token }) => token)).toEqual(textAnswer.pieces);
      expect(tokens.map(({ bytes }) => Buffer.from(bytes ?? []).toString())).toEqual(textAnswer.pieces);
      expect(tokens.every(({ logprob }) => logprob <= 0)).toBe(true);
      expect(tokens.map(({ top_logprobs: [top] }) => top?.token)).toEqual(textAnswer.pieces);
    }
  });

  test('is refused for good where it keeps the call of a tool that an outage left unanswered', async () => {
    const client = await clientOf(toolAnswer);
    const { choices } = await client.chat.completions.create({ ...asked, tools });
    const left = choices.map(({ message }) => message);
    const messages = [...asked.messages, ...left, ...asked.messages];
    const error: unknown = await client.chat.completions
      .create({ ...asked, tools, messages })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ param: 'messages.[3].role', code: null, type: 'invalid_request_error' });
  });

  test('iterates over a raw stream, with usage only when it asks for it', async () => {
    const client = await clientOf(textAnswer);
    const hear = async (options: OpenAI.ChatCompletionStreamOptions | null) => {
      let text = '';
      const usages: unknown[] = [];
      const stream = await client.chat.completions.create({
        ...asked,
        stream: true,
        stream_options: options,
      });
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? '';
        if (chunk.usage !== undefined) usages.push(chunk.usage);
      }
      return { text, usages };
    };
    const text = textAnswer.pieces.join('');
    expect(await hear(null)).toEqual({ text, usages: [] });
    const { text: same, usages } = await hear({ include_usage: true });
    expect(same).toBe(text);
    expect(usages.slice(0, -1).every((usage) => usage === null)).toBe(true);
    expect(usages.at(-1)).toMatchObject({ completion_tokens: textAnswer.pieces.length });
  });

  test.each([
    ['text', textAnswer],
    ['a call of a tool', toolAnswer],
    ['nothing', saying([])],
  ] as const)('makes the same message of a stream of %s as of a whole answer', async (_name, answer) => {
    const client = await clientOf(answer);
    const whole = await client.chat.completions.create(asked);
    const streamed = await client.chat.completions.stream(asked).finalChatCompletion();
    const { content, tool_calls } = whole.choices[0]?.message ?? {};
    expect(streamed.choices[0]?.finish_reason).toBe(whole.choices[0]?.finish_reason);
    // Of an empty text the client's own helper makes null.
    expect(streamed.choices[0]?.message.content ?? '').toBe(content ?? '');
    expect(streamed.choices[0]?.message.tool_calls ?? []).toMatchObject(tool_calls ?? []);
    expect(streamed.id).toBe(whole.id);
  });

  test('parses a structured answer', async () => {
    const client = await clientOf(saying(['{"ans', 'wer":', '"x"}']));
    const schema = { type: 'object', properties: { answer: { type: 'string' } } };
    const { choices } = await client.chat.completions.parse({
      ...asked,
      response_format: { type: 'json_schema', json_schema: { name: 'a', schema } },
    });
    expect(calls[0]?.schema).toEqual(schema);
    expect(choices[0]?.message.content).toBe('{"answer":"x"}');
  });

  test('throws the error that breaks off a stream, and does not try again', async () => {
    const client = await clientOf(textAnswer, (plan) => [
      ...plan.slice(0, 4),
      {
        do: 'write',
        after: 0,
        text: openai.errorEvent(refusalOf({ status: 500 }), context),
        part: 'error',
        tokens: 0,
      },
      { do: 'end', after: 0 },
    ]);
    let text = '';
    const read = async () => {
      const stream = await client.chat.completions.create({ ...asked, stream: true }, { maxRetries: 2 });
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    };
    const error: unknown = await read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ type: 'server_error' });
    expect(text).toBe(textAnswer.pieces.slice(0, 2).join(''));
    expect(server?.requests).toHaveLength(1);
  });

  test('is refused as by the vendor when a field is missing', async () => {
    const client = await clientOf(textAnswer);
    const params = { model: asked.model } as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming;
    const create = client.chat.completions.create(params);
    await expect(create).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    await expect(create).rejects.toMatchObject({ param: 'messages', code: 'missing_required_parameter' });
  });

  test('lists models and is told of a path that we do not speak', async () => {
    const client = await clientOf(textAnswer);
    const ids: string[] = [];
    for await (const one of client.models.list()) ids.push(one.id);
    expect(ids).toContain('gpt-4.1-mini');
    expect(await client.models.retrieve('ft:gpt')).toMatchObject({ id: 'ft:gpt', object: 'model' });
    const create = client.responses.create({ model: 'gpt-4.1-mini', input: 'Why?' });
    await expect(create).rejects.toThrow('404 Invalid URL (POST /v1/responses)');
  });

  test('decodes embeddings that are the same for the same text', async () => {
    const client = await clientOf(textAnswer);
    const embed = async (input: string | string[], encoding_format?: 'float' | 'base64') => {
      const model = 'text-embedding-3-small';
      const params = encoding_format === undefined ? { model, input } : { model, input, encoding_format };
      return (await client.embeddings.create({ ...params, dimensions: 64 })).data.map((one) => one.embedding);
    };
    const [first, second] = await embed(['one', 'two']);
    expect(first).toHaveLength(64);
    expect(Math.hypot(...(first ?? []))).toBeCloseTo(1, 5);
    expect(second).not.toEqual(first);
    expect(await embed('one')).toEqual([first]);
    expect(await embed('one', 'float')).toEqual([first]);
    expect(calls).toEqual([]);
  });
});
