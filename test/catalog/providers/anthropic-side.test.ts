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
});
