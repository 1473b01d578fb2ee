import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  callIn,
  callTo,
  context,
  eachProvider,
  get,
  post,
  refusalOf,
  textAnswer,
} from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';
import { expectLength } from '../../support/wire-plans.js';

describe('a request', () => {
  test.each(eachProvider)('to %s on an unknown path is refused as unknown', (_id, provider) => {
    for (const request of [get('/'), post('/v2/answers', {}), { ...get('/v1/models'), method: 'DELETE' }]) {
      expect(provider.read(request)).toMatchObject({
        kind: 'refused',
        refusal: { reason: 'unknown-route', status: 404 },
      });
    }
  });

  test.each(eachProvider)('to %s for its models is answered at once', (_id, provider) => {
    for (const path of ['/v1/models', '/models', '/v1/models/some%2Fmodel', '/v1/models/%E0%A4%A']) {
      expect(provider.read(get(path))).toEqual({ kind: 'side' });
      const plan = provider.side(get(path), context);
      expect(headOf(plan)).toMatchObject({ status: 200, after: 0 });
      expect(() => JSON.parse(textOf(plan)) as unknown).not.toThrow();
      expectLength(plan);
    }
  });

  test.each(eachProvider)('to %s counts about a quarter of its characters as tokens', (_id, provider) => {
    const long = 'x'.repeat(4000);
    const call = callTo(provider, { messages: [{ role: 'user', content: long }] });
    expect(call.tokensIn).toBeGreaterThanOrEqual(1000);
    expect(call.tokensIn).toBeLessThan(1050);
  });

  test.each(eachProvider)('to %s costs the same tokens, streamed or not', (_id, provider) => {
    const streamed = {
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 5,
      temperature: 0.3,
    };
    // "Why is the sky blue?" has 20 characters; the message and the answer are framed by 3 tokens each.
    expect([callTo(provider).tokensIn, callTo(provider, streamed).tokensIn]).toEqual([11, 11]);
  });

  test.each(eachProvider)(
    'to %s costs what its tools take to read, however deep they go',
    (_id, provider) => {
      const tools = [{ text: 'x'.repeat(4000) }];
      const more = callTo(provider, { tools }).tokensIn - callTo(provider).tokensIn;
      // 4,000 characters, and a few of JSON around them.
      expect([more >= 1000, more < 1010]).toEqual([true, true]);
      const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
      const body = `{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"Why?"}],"tools":${deep}}`;
      const path = provider.id === 'anthropic' ? '/v1/messages' : '/v1/chat/completions';
      expect(callIn(provider, post(path, body)).tools).toEqual([]);
    },
  );

  test.each([
    [
      'anthropic',
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'A'.repeat(1e6) } },
    ],
    ['anthropic', { type: 'tool_result', content: [{ type: 'image', source: { data: 'A'.repeat(1e6) } }] }],
    ['anthropic', { type: 'document', source: { type: 'base64', data: 'A'.repeat(1e6) } }],
    ['openai', { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(1e6)}` } }],
  ])('to %s costs what a picture costs, not what its base64 would', (id, picture) => {
    const provider = eachProvider.find(([name]) => name === id)?.[1];
    if (provider === undefined) throw new Error(id);
    const content = [{ type: 'text', text: 'Why is the sky blue?' }, picture];
    const { tokensIn } = callTo(provider, { messages: [{ role: 'user', content }] });
    expect(tokensIn - callTo(provider).tokensIn).toBe(id === 'anthropic' ? 1600 : 765);
  });

  test.each(eachProvider)('to %s never breaks the reader, whatever it holds', (_id, provider) => {
    const path = provider.id === 'anthropic' ? '/v1/messages' : '/v1/chat/completions';
    const fields = ['model', 'messages', 'max_tokens', 'tools', 'tool_choice', 'system', 'stream_options'];
    const extra = fc.dictionary(
      fc.constantFrom(...fields, 'response_format', 'output_config'),
      fc.jsonValue(),
    );
    const message = fc.record({
      role: fc.constantFrom('user', 'tool', 'assistant', 'system'),
      content: fc.oneof(fc.jsonValue(), fc.array(fc.record({ type: fc.string(), text: fc.jsonValue() }))),
      tool_calls: fc.jsonValue(),
    });
    const call = fc.record({ model: fc.string(), max_tokens: fc.nat(), messages: fc.array(message) });
    const body = fc.tuple(call, extra).map((parts) => JSON.stringify(Object.assign({}, ...parts)));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          body,
          call.map((it) => JSON.stringify(it)),
        ),
        (text) => {
          const read = provider.read(post(path, text));
          expect(['call', 'refused']).toContain(read.kind);
          if (read.kind === 'call') provider.stream(read.call, textAnswer, context);
          else provider.refuse(read.kind === 'refused' ? read.refusal : refusalOf({}), context);
        },
      ),
    );
  });
});
