/** What the healthy model says to a call, and how fast. */
import type { Random } from '../../kit/random.js';
import { answerPieces } from '../../catalog/answers/watermark.js';
import { piecesFromSchema } from '../../catalog/answers/structured.js';
import type { DrawnPacing } from '../../catalog/providers/provider.js';
import type { LlmAnswer, LlmCall, LlmTool } from '../../model/llm.js';
import type { Pacing } from '../../model/scenario.js';
import type { Range } from '../../model/units.js';

export interface Drawn {
  readonly pacing: DrawnPacing;
  readonly words: number;
}

/** Header and end mark of a watermark. */
const MARKS = 2;

export function drawn(model: Pacing, call: LlmCall, random: Random): Drawn {
  const wanted = Math.round(within(model.tokens, random, 'tokens'));
  // A model keeps to the caller's limit, so that a healthy answer is a whole one.
  const allowed = call.maxTokens === null ? wanted : Math.min(wanted, call.maxTokens - MARKS);
  const firstToken = within(model.firstToken, random, 'first-token');
  const gap = 1000 / within(model.speed, random, 'speed');
  return { words: Math.max(1, allowed), pacing: { firstToken, gap } };
}

function within({ low, high }: Range, random: Random, name: string): number {
  return low === high ? low : random.at('model', name).between(low, high);
}

/** Parameters of a tool that was asked for but never described. */
const ANYTHING = { type: 'object' };

export function answerTo(call: LlmCall, model: Pacing, said: { nonce: string; words: number }): LlmAnswer {
  const { nonce, words } = said;
  const tool = toolFor(call, model);
  if (tool !== null)
    return { kind: 'tool', tool: tool.name, pieces: piecesFromSchema(tool.schema, nonce, words) };
  const pieces =
    call.schema === null ? answerPieces(nonce, words) : piecesFromSchema(call.schema, nonce, words);
  return { kind: 'text', pieces, complete: true };
}

function toolFor(call: LlmCall, model: Pacing): LlmTool | null {
  const { toolChoice, tools } = call;
  const [first] = tools;
  if (toolChoice.kind === 'forced') {
    if (toolChoice.name === 'any') return first ?? null;
    return tools.find(({ name }) => name === toolChoice.name) ?? { name: toolChoice.name, schema: ANYTHING };
  }
  const callsFreely = model.tools === 'first' && toolChoice.kind === 'free' && !call.hasToolResult;
  return callsFreely ? (first ?? null) : null;
}
