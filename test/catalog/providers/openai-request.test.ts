import { describe, expect, test } from 'vitest';
import { openai } from '../../../src/catalog/providers/openai.js';
import { callIn, context, openaiErrorIn, post, type OpenaiError } from '../../support/dialect.js';
import { headOf } from '../../support/fake-provider.js';

const PATH = '/v1/chat/completions';
const asked = { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: 'Why?' }] };

function callOf(fields: Readonly<Record<string, unknown>>) {
  return callIn(openai, post(PATH, { ...asked, ...fields }));
}

function refused(body: unknown): OpenaiError {
  const read = openai.read(post(PATH, body));
  if (read.kind !== 'refused') throw new Error('not refused');
  const plan = openai.refuse(read.refusal, context);
  expect(headOf(plan).status).toBe(400);
  return openaiErrorIn(plan);
}

describe('a request to OpenAI', () => {
  test.each([PATH, '/chat/completions'])('is a call at %s', (path) => {
    expect(openai.read(post(path, asked))).toMatchObject({
      kind: 'call',
      call: { model: 'gpt-4.1-mini', newest: 'Why?', maxTokens: null, stream: false },
    });
  });

  test.each([
    ['{"model":', 'We could not parse the JSON body', null, null],
    [{ ...asked, model: undefined }, 'you must provide a model parameter', null, null],
    [
      { ...asked, messages: undefined },
      "Missing required parameter: 'messages'.",
      'messages',
      'missing_required_parameter',
    ],
    [
      { ...asked, messages: 'Why?' },
      "Invalid type for 'messages': expected an array of objects, but got a string instead.",
      'messages',
      'invalid_type',
    ],
    [{ ...asked, messages: [] }, "Invalid 'messages': empty array.", 'messages', 'empty_array'],
    [
      { ...asked, messages: [null] },
      "Invalid type for 'messages[0]': expected an object, but got null instead.",
      'messages[0]',
      'invalid_type',
    ],
    [
      { ...asked, messages: [{}] },
      "Missing required parameter: 'messages[0].role'.",
      'messages[0].role',
      'missing_required_parameter',
    ],
  ])('is refused as by the vendor: %j', (body, message, param, code) => {
    const said = refused(body);
    expect(said).toMatchObject({ type: 'invalid_request_error', param, code });
    expect(said.message.startsWith(message)).toBe(true);
  });

  test.each([
    ['max_tokens', 'a lot', 'a string'],
    ['max_completion_tokens', true, 'a boolean'],
    ['n', {}, 'an object'],
  ])('is refused as by the vendor for %s: %j', (name, value, got) => {
    const { message, param, code } = refused({ ...asked, [name]: value });
    expect([param, code]).toEqual([name, 'invalid_type']);
    expect(message).toContain(`Invalid type for '${name}': expected an integer, but got ${got} instead.`);
  });

  const called = (...ids: readonly string[]) => ({
    role: 'assistant',
    content: null,
    tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'n', arguments: '{}' } })),
  });
  const answered = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'sunny' });
  const why = { role: 'user', content: 'Why?' };

  test.each([
    [
      [why, { role: 'assistant', content: null }, why],
      "Invalid value for 'content': expected a string, got null.",
      'messages.[1].content',
    ],
    [
      [why, called('c1', 'c2'), answered('c1'), why],
      "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: c2",
      'messages.[3].role',
    ],
    [
      [answered('c1'), why],
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
      'messages.[0].role',
    ],
  ])('is refused after a turn that was spoiled: %j', (messages, message, param) => {
    const said = refused({ ...asked, messages });
    expect(said).toMatchObject({ type: 'invalid_request_error', param, code: null });
    expect(said.message.startsWith(message)).toBe(true);
  });

  test.each([
    [[why, called('c1', 'c2'), answered('c2'), answered('c1'), why]],
    [[why, { role: 'assistant', content: null, function_call: { name: 'n', arguments: '{}' } }, why]],
    [[why, { role: 'assistant', content: '' }, why]],
    [[why, called('c1')]],
  ])('is a call after whole turns: %j', (messages) => {
    expect(openai.read(post(PATH, { ...asked, messages })).kind).toBe('call');
  });

  test('on an unknown path is told which', () => {
    const read = openai.read(post('/v1/responses', {}));
    expect(read).toMatchObject({
      refusal: { reason: 'unknown-route', status: 404, message: 'Invalid URL (POST /v1/responses)' },
    });
  });

  test('lets older, newer and unknown fields through', () => {
    const read = callOf({
      functions: [],
      logit_bias: {},
      n: 3,
      surprise: 1,
      stream_options: null,
      tools: null,
    });
    expect(read).toMatchObject({ newest: 'Why?', tools: [] });
  });

  test('gives the newest text of a user or a tool, and the text of everything that was said', () => {
    const called = { id: 'c', type: 'function', function: { name: 'n', arguments: '{"nonce":"bo1"}' } };
    const messages = [
      { role: 'developer', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'one' },
          { type: 'image_url', image_url: { url: 'x' } },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [called] },
      { role: 'tool', tool_call_id: 'c', content: 'result' },
      { role: 'assistant', content: 'so far', tool_calls: null },
    ];
    const read = callOf({ messages });
    expect(read.newest).toBe('result');
    expect(read.everything).toBe('Be kind.\none\n\n{"nonce":"bo1"}\nresult\nso far');
    expect(read.hasToolResult).toBe(true);
    expect(callOf({}).hasToolResult).toBe(false);
  });

  test.each([
    [undefined, { kind: 'free' }],
    ['auto', { kind: 'free' }],
    ['none', { kind: 'none' }],
    ['required', { kind: 'forced', name: 'any' }],
    [
      { type: 'function', function: { name: 'search' } },
      { kind: 'forced', name: 'search' },
    ],
    [
      { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: [] } },
      { kind: 'forced', name: 'any' },
    ],
    [{ type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [] } }, { kind: 'free' }],
  ])('chooses tools by %j', (choice, wanted) => {
    expect(callOf({ tool_choice: choice }).toolChoice).toEqual(wanted);
  });

  test.each([
    [undefined, null],
    [{ type: 'text' }, null],
    [{ type: 'json_schema', json_schema: { name: 'a', schema: { type: 'array' } } }, { type: 'array' }],
    [{ type: 'json_object' }, expect.objectContaining({ type: 'object', required: ['answer'] })],
  ])('may ask for an answer by %j', (format, schema) => {
    expect(callOf({ response_format: format }).schema).toEqual(schema);
  });

  test.each([
    [{ max_tokens: 7 }, 7],
    [{ max_completion_tokens: 8, max_tokens: 7 }, 8],
    [{ max_completion_tokens: null }, null],
  ])('limits its tokens by %j', (fields, limit) => {
    expect(callOf(fields).maxTokens).toBe(limit);
  });
});
