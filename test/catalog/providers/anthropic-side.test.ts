import { describe, expect, test } from 'vitest';
import { anthropic } from '../../../src/catalog/providers/anthropic.js';
import { callTo, context, get, post } from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';

describe('beside the model', () => {
  test('tokens are counted as a call with the same prompt counts them', () => {
    const tools = [{ name: 'get_weather', input_schema: { type: 'object' } }];
    const messages = [{ role: 'user', content: 'Why?' }];
    const prompt = { messages, system: 'Be kind.', tools };
    const counted = anthropic.side(post('/v1/messages/count_tokens', { model: 'm', ...prompt }), context);
    expect(JSON.parse(textOf(counted))).toEqual({
      input_tokens: callTo(anthropic, prompt).tokensIn,
    });
  });

  test.each([
    [{}, 'model: Field required'],
    [{ model: 'm' }, 'messages: Field required'],
    ['{', 'The request body is not valid JSON'],
  ])('no tokens are counted of %j', (body, message) => {
    const plan = anthropic.side(post('/v1/messages/count_tokens', body), context);
    expect(headOf(plan).status).toBe(400);
    expect(JSON.parse(textOf(plan))).toMatchObject({ error: { type: 'invalid_request_error', message } });
  });

  test('models are listed as a page', () => {
    expect(JSON.parse(textOf(anthropic.side(get('/v1/models'), context)))).toMatchObject({
      data: [{ type: 'model' }, { type: 'model' }, { type: 'model' }],
      has_more: false,
    });
  });

  test.each([
    ['claude-opus-4-7', 'opus'],
    ['claude-haiku-4-5-20251001', 'haiku'],
    ['somebody-s-own', null],
  ])("%s has every field of the vendor's type", (id, line) => {
    expect(JSON.parse(textOf(anthropic.side(get(`/v1/models/${id}`), context)))).toEqual({
      type: 'model',
      id,
      line,
      display_name: id,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      lifecycle: 'active',
      deprecated_at: null,
      retires_at: null,
      max_input_tokens: expect.any(Number) as number,
      max_tokens: expect.any(Number) as number,
      capabilities: null,
    });
  });
});
