import { describe, expect, test } from 'vitest';
import { openai } from '../../../src/catalog/providers/openai.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { context, openaiErrorIn, post } from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';

describe('embeddings', () => {
  const embed = (fields: Readonly<Record<string, unknown>>) =>
    openai.side(post('/v1/embeddings', { model: 'text-embedding-3-small', ...fields }), context);
  const vectors = (plan: WirePlan) =>
    (JSON.parse(textOf(plan)) as { data: { index: number; embedding: number[] | string }[] }).data;

  test.each([
    ['text-embedding-3-small', 1536],
    ['text-embedding-3-large', 3072],
    ['my-own', 1536],
  ])('of %s have %d numbers', (model, size) => {
    expect(vectors(embed({ model, input: 'one' }))[0]?.embedding).toHaveLength(size);
  });

  test('as base64 are the same floats, little-endian', () => {
    const [floats] = vectors(embed({ input: 'one', dimensions: 8 }));
    const [packed] = vectors(embed({ input: 'one', dimensions: 8, encoding_format: 'base64' }));
    const bytes = Buffer.from(String(packed?.embedding), 'base64');
    const read = Array.from({ length: 8 }, (_, index) => bytes.readFloatLE(index * 4));
    expect(read).toEqual(floats?.embedding);
  });

  test('cost at least a token for each text', () => {
    expect(JSON.parse(textOf(embed({ input: ['a', 'b', 'x'.repeat(9)], dimensions: 1 })))).toMatchObject({
      usage: { prompt_tokens: 5, total_tokens: 5 },
    });
  });

  test('are made of texts and of tokens', () => {
    expect(vectors(embed({ input: [1, 2, 3], dimensions: 4 }))).toHaveLength(1);
    expect(vectors(embed({ input: [[1, 2], [3]], dimensions: 4 })).map(({ index }) => index)).toEqual([0, 1]);
  });

  test.each([
    [{ input: undefined }, "Missing required parameter: 'input'."],
    [{ input: [] }, "Invalid 'input': empty array"],
    [{ input: ['one', ''] }, "'$.input' is invalid."],
    [{ input: '' }, "'$.input' is invalid."],
    [{ input: 'one', dimensions: 99_999 }, "Invalid value for 'dimensions'"],
    [{ input: 'one', model: '' }, 'you must provide a model parameter'],
  ])('are refused for %j', (fields, message) => {
    const plan = embed(fields);
    expect(headOf(plan).status).toBe(400);
    expect(openaiErrorIn(plan).message.startsWith(message)).toBe(true);
  });
});
