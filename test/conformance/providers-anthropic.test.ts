import Anthropic from '@anthropic-ai/sdk';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { anthropic } from '../../src/catalog/providers/anthropic.js';
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

async function clientOf(answer: LlmAnswer, hurt = (plan: WirePlan) => plan): Promise<Anthropic> {
  calls.length = 0;
  server = await serveWire((request) => hurt(answerOf(anthropic, request, { answer, calls })));
  for (const [name, value] of Object.entries(anthropic.env(server.url))) vi.stubEnv(name, value);
  return new Anthropic({ maxRetries: 0 });
}

const tools: Anthropic.Tool[] = [
  { name: 'get_weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } },
];
const asked = {
  model: 'claude-sonnet-4-6',
  max_tokens: 1000,
  messages: [{ role: 'user' as const, content: 'Why is the sky blue?' }],
};

function textOf(message: Anthropic.Message): string {
  return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

describe('the official Anthropic client', () => {
  test('finds us by the variables that a subject gets, and is read as it was meant', async () => {
    const client = await clientOf(textAnswer);
    await client.messages.create({ ...asked, tools, tool_choice: { type: 'tool', name: 'get_weather' } });
    expect(server?.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1/messages']);
    expect(calls[0]).toMatchObject({
      model: asked.model,
      newest: 'Why is the sky blue?',
      stream: false,
      maxTokens: 1000,
      toolChoice: { kind: 'forced', name: 'get_weather' },
    });
    expect(calls[0]?.tools).toEqual([{ name: 'get_weather', schema: tools[0]?.input_schema }]);
  });

  test('parses a whole text with its usage, its limits and its request id', async () => {
    const client = await clientOf(textAnswer);
    const { data, response, request_id } = await client.messages.create(asked).withResponse();
    expect(textOf(data)).toBe(textAnswer.pieces.join(''));
    expect(data).toMatchObject({ model: asked.model, role: 'assistant', stop_reason: 'end_turn' });
    expect(data.usage.output_tokens).toBe(textAnswer.pieces.length);
    expect(data.usage.input_tokens).toBe(calls[0]?.tokensIn);
    expect(request_id).toMatch(/^req_011\w{21}$/);
    expect(response.headers.get('anthropic-ratelimit-requests-limit')).toBe('4000');
  });

  test('parses a whole call of a tool', async () => {
    const client = await clientOf(toolAnswer);
    const message = await client.messages.create({ ...asked, tools });
    expect(message.stop_reason).toBe('tool_use');
    expect(message.content).toMatchObject([
      { type: 'tool_use', name: 'get_weather', input: JSON.parse(toolAnswer.pieces.join('')) as unknown },
    ]);
  });

  test('hears that the limit of tokens ended an answer', async () => {
    const client = await clientOf(textAnswer);
    const message = await client.messages.create({ ...asked, max_tokens: 3 });
    expect(message.stop_reason).toBe('max_tokens');
    expect(textOf(message)).toBe(textAnswer.pieces.slice(0, 3).join(''));
    expect(message.usage.output_tokens).toBe(3);
  });

  test('iterates over a raw stream', async () => {
    const client = await clientOf(textAnswer);
    const types: string[] = [];
    let text = '';
    for await (const event of await client.messages.create({ ...asked, stream: true })) {
      types.push(event.type);
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
    }
    expect(text).toBe(textAnswer.pieces.join(''));
    expect(types).toEqual([
      'message_start',
      'content_block_start',
      ...textAnswer.pieces.map(() => 'content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  test.each([
    ['text', textAnswer],
    ['a call of a tool', toolAnswer],
    ['nothing', saying([])],
  ] as const)('makes the same message of a stream of %s as of a whole answer', async (_name, answer) => {
    const client = await clientOf(answer);
    const whole = await client.messages.create(asked);
    const streamed = await client.messages.stream(asked).finalMessage();
    const { usage, ...wanted } = whole;
    expect(streamed).toMatchObject(wanted);
    expect(streamed.usage.output_tokens).toBe(usage.output_tokens);
  });

  test.each([
    ['text', textAnswer],
    ['a call of a tool', toolAnswer],
    ['nothing', saying([])],
  ] as const)('makes the same message of a thought and %s, whole and streamed', async (_name, answer) => {
    const client = await clientOf(answer);
    const params = {
      ...asked,
      max_tokens: 2000,
      thinking: { type: 'enabled' as const, budget_tokens: 1024 },
    };
    const { usage, ...whole } = await client.messages.create(params);
    const streamed = await client.messages.stream(params).finalMessage();
    expect(whole.content[0]?.type).toBe('thinking');
    expect(streamed).toMatchObject(whole);
    expect(streamed.usage.output_tokens).toBe(usage.output_tokens);
  });

  test('throws the error that breaks off a stream, and does not try again', async () => {
    const client = await clientOf(textAnswer, (plan) => [
      ...plan.slice(0, 4),
      {
        do: 'write',
        after: 0,
        text: anthropic.errorEvent(refusalOf({ reason: 'overloaded', status: 529 }), context),
        part: 'error',
        tokens: 0,
      },
      { do: 'end', after: 0 },
    ]);
    let text = '';
    const read = async () => {
      const stream = await client.messages.create({ ...asked, stream: true }, { maxRetries: 2 });
      for await (const event of stream)
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
          text += event.delta.text;
    };
    const error: unknown = await read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(error).toMatchObject({ error: { error: { type: 'overloaded_error' } } });
    expect(text).toBe(textAnswer.pieces.slice(0, 2).join(''));
    expect(server?.requests).toHaveLength(1);
  });

  test('is refused as by the vendor when a field is missing', async () => {
    const client = await clientOf(textAnswer);
    const { model, messages } = asked;
    const params = { model, messages } as unknown as Anthropic.MessageCreateParamsNonStreaming;
    const create = client.messages.create(params);
    await expect(create).rejects.toThrow(/max_tokens: Field required/);
    await expect(create).rejects.toBeInstanceOf(Anthropic.BadRequestError);
  });

  test('is refused for good where it keeps the empty turn that an outage left', async () => {
    const client = await clientOf(saying([]));
    const { content, role } = await client.messages.create(asked);
    const messages = [...asked.messages, { role, content }, ...asked.messages];
    const create = client.messages.create({ ...asked, messages });
    await expect(create).rejects.toThrow(/messages\.1: all messages must have non-empty content/);
    await expect(create).rejects.toBeInstanceOf(Anthropic.BadRequestError);
  });

  test('goes round a loop of tools', async () => {
    const client = await clientOf(textAnswer);
    await client.messages.create({
      ...asked,
      tools,
      messages: [
        ...asked.messages,
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 't1', name: 'get_weather', input: { q: 'nonce' } }],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'sunny' }] },
      ],
    });
    expect(calls[0]).toMatchObject({ hasToolResult: true, newest: 'sunny' });
    expect(calls[0]?.everything).toBe('Why is the sky blue?\n{"q":"nonce"}\nsunny');
  });

  test('is answered an answer of a schema', async () => {
    const client = await clientOf(textAnswer);
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    await client.messages.create({ ...asked, output_config: { format: { type: 'json_schema', schema } } });
    expect(calls[0]?.schema).toEqual(schema);
  });

  test('counts tokens and lists models', async () => {
    const client = await clientOf(textAnswer);
    const { model, messages } = asked;
    const counted = await client.messages.countTokens({ model, messages });
    expect(counted.input_tokens).toBeGreaterThan(10);
    const ids: string[] = [];
    for await (const one of client.models.list()) ids.push(one.id);
    expect(ids).toContain('claude-sonnet-4-6');
    expect(await client.models.retrieve('claude-x')).toMatchObject({ id: 'claude-x', type: 'model' });
    expect(calls).toEqual([]);
  });
});
