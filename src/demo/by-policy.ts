/**
 * An app that treats its providers as a policy says, which comes as data (`POLICY`, in JSON): what `simulate` models
 * in virtual time, on sockets. So an answer that arithmetic knows can be held against both worlds.
 */
import { randomOf } from '../kit/random.js';
import type { Policy } from '../simulate/policy.js';
import { Answering, type Said } from './by-policy/answering.js';
import { serveWhenMain, type Chatbot, type Reply } from './chatbot.js';
import { anthropic, openai, type Environment } from './dialects.js';
import type { Notes } from './notes.js';

export function byPolicy(env: Environment, notes: Notes): Chatbot {
  const answering = new Answering(policyIn(env), [anthropic(env), openai(env)], {
    books: notes,
    secret: env['ANTHROPIC_API_KEY'] ?? '',
    chance: randomOf(Number(env['SEED'] ?? 1)),
  });
  return {
    async ask(question, reply) {
      const said = await answering.answer({ question, streamed: false });
      if (said.is === 'error') reply.json(said.status, said.body);
      else reply.json(200, { answer: said.pieces.join('') }, said.headers);
    },
    async stream(question, reply) {
      pour(await answering.answer({ question, streamed: true }), reply);
    },
  };
}

/** A stream is read to its end before the user gets any of it, so that it can be tried again as a whole. */
function pour(said: Said, reply: Reply): void {
  if (said.is === 'error') {
    reply.json(said.status, said.body);
    return;
  }
  reply.open(said.headers);
  said.pieces.forEach(reply.token);
  reply.done();
}

function policyIn(env: Environment): Policy {
  // Written by ourselves from a value of this type.
  const policy = JSON.parse(env['POLICY'] ?? '') as Policy;
  if (policy.queue !== null) throw new Error('this app has no queue');
  return policy;
}

serveWhenMain(import.meta.url, byPolicy);
