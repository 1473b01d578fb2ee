/** What the healthy model says to a call. */
import { markedAnswer } from '../../catalog/answers/watermark.js';
import { structuredAnswer } from '../../catalog/answers/structured.js';
import type { LlmAnswer, LlmCall, LlmTool } from '../../model/llm.js';
import type { Pacing } from '../../model/scenario.js';

/** Parameters of a tool that was asked for but never described. */
const ANYTHING = { type: 'object' };

export function answerTo(call: LlmCall, model: Pacing, said: { nonce: string; words: number }): LlmAnswer {
  const { nonce, words } = said;
  const tool = toolFor(call, model);
  if (tool !== null) return { kind: 'tool', tool: tool.name, ...structuredAnswer(tool.schema, nonce, words) };
  const marked =
    call.schema === null ? markedAnswer(nonce, words) : structuredAnswer(call.schema, nonce, words);
  return { kind: 'text', text: marked.text, pieces: marked.pieces, complete: true };
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
