import { describe, expect, test } from 'vitest';
import { anthropic } from '../../../src/catalog/providers/anthropic.js';
import type { LlmAnswer } from '../../../src/model/llm.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { callTo, context, LIMITS, sseEvents, textAnswer, toolAnswer } from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';
import { saying } from '../../support/saying.js';

describe('an answer of Anthropic', () => {
  test('has every key of a recorded one, and no citations', () => {
    const body = JSON.parse(textOf(anthropic.whole(callTo(anthropic), textAnswer, context))) as object;
    expect(Object.keys(body)).toEqual(
      'model id type role content stop_reason stop_sequence stop_details usage'.split(' '),
    );
    expect(body).toMatchObject({
      id: expect.stringMatching(/^msg_01\w{22}$/) as string,
      type: 'message',
      content: [{ type: 'text', text: textAnswer.pieces.join('') }],
      usage: {
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        service_tier: 'standard',
      },
    });
    expect(JSON.stringify(body)).not.toContain('citations');
  });

  test('is compact and ends without a newline', () => {
    const text = textOf(
      anthropic.whole(callTo(anthropic, { model: 'claude-sonnet-4-6' }), toolAnswer, context),
    );
    expect(text.startsWith('{"model":"claude-sonnet-4-6","id":"msg_01')).toBe(true);
    expect(text.endsWith('}')).toBe(true);
  });

  test('has no block at all where nothing was said', () => {
    const nothing: LlmAnswer = saying([]);
    expect(JSON.parse(textOf(anthropic.whole(callTo(anthropic), nothing, context)))).toMatchObject({
      content: [],
      stop_reason: 'end_turn',
    });
    const types = sseEvents(textOf(anthropic.stream(callTo(anthropic), nothing, context))).map(
      ({ event }) => event,
    );
    expect(types).toEqual(['message_start', 'ping', 'message_delta', 'message_stop']);
  });

  test('calls a tool in a stream as recorded: a ping third, the first fragment empty', () => {
    const events = sseEvents(textOf(anthropic.stream(callTo(anthropic), toolAnswer, context)));
    expect(events.slice(0, 4).map(({ event }) => event)).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
    ]);
    expect(JSON.parse(events[1]?.text ?? '')).toMatchObject({
      content_block: { type: 'tool_use', name: 'get_weather', input: {}, caller: { type: 'direct' } },
    });
    expect(JSON.parse(events[3]?.text ?? '')).toMatchObject({
      delta: { type: 'input_json_delta', partial_json: '' },
    });
  });

  test('names each event as its own type says', () => {
    for (const { event, text } of sseEvents(textOf(anthropic.stream(callTo(anthropic), textAnswer, context))))
      expect((JSON.parse(text) as { type: string }).type).toBe(event);
  });

  test('pads each event but the ping with 0 to 15 spaces, evenly drawn', () => {
    const pieces = Array.from({ length: 4000 }, () => ' wm');
    const lines = dataLines(
      anthropic.stream(callTo(anthropic, { max_tokens: 9999 }), saying(pieces), context),
    );
    const counts = new Array<number>(16).fill(0);
    for (const line of lines) {
      if (line === 'data: {"type": "ping"}') continue;
      const spaces = / *(?=\}$)/.exec(line)?.[0].length ?? -1;
      counts[spaces] = (counts[spaces] ?? Number.NaN) + 1;
    }
    // 250 in each of 16 are due; 80 is more than five standard deviations.
    expect(counts).toHaveLength(16);
    expect(counts.every((count) => Math.abs(count - 250) < 80)).toBe(true);
    expect(anthropic.ping).toBe('event: ping\ndata: {"type": "ping"}\n\n');
  });

  test('carries limits whose resets are whole seconds and whose tokens are thousands', () => {
    const { headers } = headOf(
      anthropic.whole(callTo(anthropic), textAnswer, { ...context, limits: LIMITS }),
    );
    expect(headers).toMatchObject({
      'request-id': expect.stringMatching(/^req_011\w{21}$/) as string,
      'anthropic-ratelimit-requests-limit': '4000',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2026-11-20T10:15:34Z',
      'anthropic-ratelimit-tokens-limit': '400000',
      'anthropic-ratelimit-tokens-remaining': '312000',
      'anthropic-ratelimit-tokens-reset': '2026-11-20T10:15:42Z',
    });
  });
});

function dataLines(plan: WirePlan): readonly string[] {
  return textOf(plan)
    .split('\n')
    .filter((line) => line.startsWith('data: '));
}
