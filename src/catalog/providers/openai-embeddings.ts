/**
 * Embeddings: the same text gives the same vector of length 1, and other texts unrelated ones. The
 * official SDK asks for base64 (float32, little-endian) and decodes it itself; others ask for floats.
 */
import { randomOf } from '../../kit/random.js';
import type { Json } from '../../model/units.js';
import type { JsonObject } from '../answers/json-shape.js';
import { NO_MODEL, NOT_JSON } from './openai-request.js';
import { countOrNull, isList, parseBody } from './request-body.js';

const SIZES: ReadonlyMap<string, number> = new Map([
  ['text-embedding-3-large', 3072],
  ['text-embedding-3-small', 1536],
  ['text-embedding-ada-002', 1536],
]);
const DEFAULT_SIZE = 1536;
const LARGEST = 3072;
/** The vendor's own limit of inputs. */
const MOST_INPUTS = 2048;

/** As reported of batches in 2023 and of single texts in 2025 (openai/openai-python#576, lightdash/lightdash#18938). */
const AN_EMPTY_TEXT =
  "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.";

/** The answer, or the words of its refusal. */
export function embeddingsOf(text: string): JsonObject | string {
  const body = parseBody(text);
  if (body === null) return NOT_JSON;
  const { model, input } = body;
  if (typeof model !== 'string' || model === '') return NO_MODEL;
  if (input === undefined) return "Missing required parameter: 'input'.";
  const inputs = inputsOf(input);
  if (inputs.length === 0 || inputs.length > MOST_INPUTS) return "Invalid 'input': empty array or too long.";
  if (inputs.includes('')) return AN_EMPTY_TEXT;
  const size = countOrNull(body['dimensions']) ?? SIZES.get(model) ?? DEFAULT_SIZE;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST)
    return `Invalid value for 'dimensions': must be between 1 and ${LARGEST}.`;
  const write = body['encoding_format'] === 'base64' ? base64Of : floatsOf;
  const tokens = inputs.reduce((sum, one) => sum + Math.ceil(one.length / 4), 0);
  return {
    object: 'list',
    data: inputs.map((one, index) => ({
      object: 'embedding',
      index,
      embedding: write(vectorOf(one, size)),
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** One text, several, the tokens of one, or those of several. */
function inputsOf(input: Json): readonly string[] {
  if (!isList(input)) return typeof input === 'string' ? [input] : [];
  if (typeof input[0] === 'number') return [JSON.stringify(input)];
  return input.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}

function vectorOf(text: string, size: number): Float32Array {
  const next = randomOf(0).at('embedding', text).sequence();
  const vector = Float32Array.from({ length: size }, () => next() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function base64Of(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function floatsOf(vector: Float32Array): readonly number[] {
  return [...vector];
}
