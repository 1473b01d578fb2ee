/**
 * A chatbot as the first page of a tutorial has it: ask, show the answer. It waits as long as it takes,
 * shows what went wrong as it is, and takes a stream that ends for a stream that is whole.
 */
import type { Chatbot } from './chatbot.js';
import type { Dialect } from './dialects.js';
import { sseEvents } from './sse.js';
import { post, textOf, type UpstreamCall, type UpstreamResponse } from './upstream.js';

export type Send = (call: UpstreamCall) => Promise<UpstreamResponse>;

export function plainChat(dialect: Dialect, send: Send): Chatbot {
  return {
    async ask(question, reply) {
      const text = await textOf(await send(dialect.call(question, false)));
      reply.json(200, { answer: dialect.answerIn(JSON.parse(text)) });
    },
    async stream(question, reply) {
      const response = await send(dialect.call(question, true));
      reply.open();
      for await (const event of sseEvents(response.chunks)) {
        const part = dialect.read(event);
        if (part.is === 'error') throw new Error(part.text);
        if (part.is === 'token') reply.token(part.text);
      }
      reply.done();
    },
  };
}

/** One try; a status that is no success throws with all that the provider said, as SDKs do. */
export async function sendOnce(call: UpstreamCall): Promise<UpstreamResponse> {
  const response = await post(call);
  if (response.status === 200) return response;
  throw new Error(`${response.status} ${await textOf(response)}`);
}
