import { describe, expect, test } from 'vitest';
import { anthropic } from '../../../src/catalog/providers/anthropic.js';
import { callIn, context, get, post } from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';

const asked = { model: 'claude-sonnet-4-6', max_tokens: 100, messages: [{ role: 'user', content: 'Why?' }] };

function refused(body: unknown): unknown {
  const read = anthropic.read(post('/v1/messages', body));
  if (read.kind !== 'refused') throw new Error('not refused');
  const plan = anthropic.refuse(read.refusal, context);
  const { error } = JSON.parse(textOf(plan)) as { error: unknown };
  return { status: headOf(plan).status, error };
}

function callOf(fields: Readonly<Record<string, unknown>>) {
  return callIn(anthropic, post('/v1/messages', { ...asked, ...fields }));
}

describe('a request to Anthropic', () => {
  test.each([
    ['/v1/messages', { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' }],
    ['/messages', { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' }],
    ['/v1/messages', { authorization: 'Bearer k', 'anthropic-version': '2026-10-21' }],
    ['/v1/messages', {}],
  ])('is a call at %s with %o', (path, headers) => {
    expect(anthropic.read({ ...post(path, asked), headers })).toMatchObject({
      kind: 'call',
      call: { model: 'claude-sonnet-4-6', newest: 'Why?', maxTokens: 100, stream: false },
    });
  });

  test.each([
    post('/v1/messages/count_tokens', asked),
    post('/messages/count_tokens', asked),
    get('/models'),
  ])('is answered without a model: $method $path', (request) => {
    expect(anthropic.read(request)).toEqual({ kind: 'side' });
  });

  test.each([
    ['{"model":', 'The request body is not valid JSON'],
    [[], 'The request body is not valid JSON'],
    [{ ...asked, model: undefined }, 'model: Field required'],
    [{ ...asked, max_tokens: undefined }, 'max_tokens: Field required'],
    [{ ...asked, max_tokens: '9' }, 'max_tokens: Input should be a valid integer'],
    [{ ...asked, max_tokens: 0 }, 'max_tokens: Input should be greater than or equal to 1'],
    [{ ...asked, messages: undefined }, 'messages: Field required'],
    [{ ...asked, messages: 'Why?' }, 'messages: Input should be a valid list'],
    [{ ...asked, messages: [] }, 'messages: at least one message is required'],
    [{ ...asked, messages: [{ content: 'Why?' }] }, 'messages.0.role: Field required'],
  ])('is refused as by the vendor: %j', (body, message) => {
    expect(refused(body)).toEqual({ status: 400, error: { type: 'invalid_request_error', message } });
  });

  const use = (id: string) => ({ type: 'tool_use', id, name: 'n', input: {} });
  const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'sunny' });
  const told = (role: string, content: unknown) => ({ role, content });
  const why = told('user', 'Why?');

  test.each([
    [[why, told('assistant', ''), why], /^messages\.1: all messages must have non-empty content except/],
    [[why, told('assistant', []), why], /^messages\.1: all messages must have non-empty content except/],
    [[told('user', '')], /^messages\.0: all messages must have non-empty content except/],
    [
      [why, told('assistant', [{ type: 'text', text: '' }]), why],
      /^messages: text content blocks must be non-empty$/,
    ],
    [
      [told('user', [{ type: 'text', text: ' \n' }])],
      /^messages: text content blocks must contain non-whitespace text$/,
    ],
    [
      [why, told('assistant', [use('t1'), use('t2')]), told('user', [result('t1')])],
      /^messages\.1: `tool_use` ids were found without `tool_result` blocks immediately after: t2\. Each/,
    ],
    [
      [why, told('assistant', [use('t1')]), why, told('assistant', 'Sorry.'), why],
      /^messages\.1: `tool_use` ids were found without `tool_result` blocks immediately after: t1\. Each/,
    ],
    [
      [told('user', [{ type: 'text', text: 'And?' }, result('t9')])],
      /^messages\.0\.content\.1: unexpected `tool_use_id` found in `tool_result` blocks: t9\. Each/,
    ],
  ])('is refused after a turn that was spoiled: %j', (messages, message) => {
    expect(refused({ ...asked, messages })).toMatchObject({
      status: 400,
      error: { type: 'invalid_request_error', message: expect.stringMatching(message) as string },
    });
  });

  test.each([
    [[why, told('assistant', '')]],
    [[why, told('assistant', [use('t1'), use('t2')]), told('user', [result('t2'), result('t1')])]],
    [
      [
        why,
        told('assistant', [use('t1')]),
        told('assistant', [use('t2')]),
        told('user', [result('t1'), result('t2')]),
      ],
    ],
    [
      [
        why,
        told('assistant', [use('t1'), use('t2')]),
        told('user', [result('t1')]),
        told('user', [result('t2')]),
      ],
    ],
    [[why, told('assistant', [use('t1')])]],
  ])('is a call after whole turns: %j', (messages) => {
    expect(anthropic.read(post('/v1/messages', { ...asked, messages })).kind).toBe('call');
  });

  test('lets older, newer and unknown fields through', () => {
    const read = callOf({
      temperature: 0.3,
      top_k: 4,
      thinking: { type: 'enabled', budget_tokens: 2000 },
      surprise: 1,
      messages: [{ role: 'system', content: 'Be brief.' }, ...asked.messages],
    });
    expect(read).toMatchObject({ newest: 'Why?', everything: 'Be brief.\nWhy?' });
  });

  test('gives the newest text of the user, and the text of everything that was said', () => {
    const read = callOf({
      system: [{ type: 'text', text: 'Be kind.' }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'one' },
            { type: 'text', text: 'two' },
          ],
        },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'n', input: { nonce: 'bo1' } }] },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'result' }] },
            { type: 'image', source: { type: 'base64', data: 'AAAA' } },
            { type: 'document', source: { type: 'text', data: 'paper' } },
          ],
        },
        { role: 'assistant', content: 'prefilled' },
      ],
    });
    expect(read.newest).toBe('result\npaper');
    expect(read.everything).toBe('Be kind.\none\ntwo\n{"nonce":"bo1"}\nresult\npaper\nprefilled');
    expect(read.hasToolResult).toBe(true);
  });

  test.each([
    [undefined, { kind: 'free' }],
    [{ type: 'auto' }, { kind: 'free' }],
    [{ type: 'none' }, { kind: 'none' }],
    [{ type: 'any' }, { kind: 'forced', name: 'any' }],
    [
      { type: 'tool', name: 'search' },
      { kind: 'forced', name: 'search' },
    ],
  ])('chooses tools by %j', (choice, wanted) => {
    expect(callOf({ tool_choice: choice }).toolChoice).toEqual(wanted);
  });

  test('offers the tools that have a schema, not those that the vendor runs', () => {
    const schema = { type: 'object' };
    const tools = [
      { name: 'mine', input_schema: schema },
      { type: 'web_search_20260318', name: 'web_search' },
    ];
    expect(callOf({ tools }).tools).toEqual([{ name: 'mine', schema }]);
  });

  test.each([
    { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
    { output_format: { type: 'json_schema', schema: { type: 'object' } } },
  ])('may ask for an answer by a schema: %j', (fields) => {
    expect(callOf(fields).schema).toEqual({ type: 'object' });
    expect(callOf({}).schema).toBeNull();
  });
});
