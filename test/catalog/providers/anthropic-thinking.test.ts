import { describe, expect, test } from 'vitest';
import { anthropic } from '../../../src/catalog/providers/anthropic.js';
import { callTo, context, sseEvents, textAnswer } from '../../support/dialect.js';
import { textOf } from '../../support/fake-provider.js';
import { timeOf, writesOf } from '../../support/wire-plans.js';

describe('an answer of a model that thinks', () => {
  const thinking = callTo(anthropic, { thinking: { type: 'enabled', budget_tokens: 1024 } });

  test('has a signed thought before its text, and is paid for both', () => {
    const message = JSON.parse(textOf(anthropic.whole(thinking, textAnswer, context))) as {
      content: { type: string; thinking?: string; signature?: string }[];
      usage: { output_tokens: number };
    };
    expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
    expect(message.content[0]).toMatchObject({
      thinking: 'The question is clear: answer it.',
      signature: expect.stringMatching(/^\w{98}==$/) as string,
    });
    expect(message.usage.output_tokens).toBe(8 + textAnswer.pieces.length);
  });

  test('is streamed as recorded: a thought word by word, its signature, then the text', () => {
    const events = sseEvents(textOf(anthropic.stream(thinking, textAnswer, context)));
    const short = events.map(({ event, text }) => {
      const { index, delta } = JSON.parse(text) as { index?: number; delta?: { type?: string } };
      return [event, index, delta?.type].filter((part) => part !== undefined).join(' ');
    });
    expect(short).toEqual([
      'message_start',
      'content_block_start 0',
      'ping',
      ...new Array<string>(8).fill('content_block_delta 0 thinking_delta'),
      'content_block_delta 0 signature_delta',
      'content_block_stop 0',
      'content_block_start 1',
      ...textAnswer.pieces.map(() => 'content_block_delta 1 text_delta'),
      'content_block_stop 1',
      'message_delta',
      'message_stop',
    ]);
  });

  test('takes as long streamed as whole, and has as many tokens', () => {
    const plans = [
      anthropic.whole(thinking, textAnswer, context),
      anthropic.stream(thinking, textAnswer, context),
    ];
    const tokens = 8 + textAnswer.pieces.length;
    const { firstToken, gap } = context.pacing;
    for (const plan of plans) {
      expect(timeOf(plan)).toBe(firstToken + (tokens - 1) * gap);
      expect(writesOf(plan).reduce((sum, write) => sum + write.tokens, 0)).toBe(tokens);
    }
  });

  test('never says more than its limit of tokens, its thought included', () => {
    const call = callTo(anthropic, { thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 12 });
    expect(JSON.parse(textOf(anthropic.whole(call, textAnswer, context)))).toMatchObject({
      stop_reason: 'max_tokens',
      usage: { output_tokens: 12 },
    });
  });

  test.each([{ type: 'disabled' }, { type: 'adaptive' }, null])('thinks nothing for %j', (asking) => {
    const plan = anthropic.whole(callTo(anthropic, { thinking: asking }), textAnswer, context);
    expect(textOf(plan)).not.toContain('"thinking"');
  });
});
