/**
 * The app after its first real outage. Every call ends in time, retries have a budget, a breaker keeps
 * away from a provider that is down and comes back slowly, a second provider stands by, saved answers
 * are marked as such, and what can't be answered is refused in words that a program can read.
 */
import { serveWhenMain, type Chatbot, type Reply } from './chatbot.js';
import { anthropic, openai, type Environment } from './dialects.js';
import { Answering } from './hardened/answering.js';

const STALE = { 'x-degraded': 'stale' };

export function hardened(env: Environment): Chatbot {
  const answering = new Answering([anthropic(env), openai(env)]);
  return {
    async ask(question, reply) {
      const outcome = await answering.answer({ question, gone: reply.gone, onToken: null });
      if (outcome.is === 'fresh' || outcome.is === 'saved') {
        const headers = outcome.is === 'saved' ? STALE : {};
        reply.json(200, { answer: outcome.pieces.join('') }, headers);
      } else refuse(reply);
    },
    async stream(question, reply) {
      const isHeld = answering.isShaky;
      const onToken = isHeld ? null : reply.token;
      const outcome = await answering.answer({ question, gone: reply.gone, onToken });
      if (outcome.is === 'unavailable') refuse(reply);
      else if (outcome.is === 'broken') interrupt(reply);
      else {
        if (outcome.is === 'saved') reply.open(STALE);
        if (isHeld || outcome.is === 'saved') outcome.pieces.forEach(reply.token);
        reply.done();
      }
    },
  };
}

function refuse(reply: Reply): void {
  const message = 'No answer can be given right now. Please ask again in a moment.';
  const retryAfter = String(2 + Math.floor(4 * Math.random()));
  reply.json(
    503,
    { error: { code: 'unavailable', message, retryable: true } },
    { 'retry-after': retryAfter },
  );
}

function interrupt(reply: Reply): void {
  const message = 'The answer broke off. Please ask again.';
  reply.event('error', { error: { code: 'interrupted', message, retryable: true } });
  reply.end();
}

serveWhenMain(import.meta.url, hardened);
