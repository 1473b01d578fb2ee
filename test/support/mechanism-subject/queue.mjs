// { places, every, loses }: who can't be answered is promised an answer, up to so many at once. One of them is asked again
// each time `every` is over, the oldest first. `loses`: each so-many-th is forgotten instead.
import { setTimeout as sleep } from 'node:timers/promises';
import { now } from './wire.mjs';

const answers = new Map();

/** Status and body for whoever looks: there, not yet there, or unknown. */
export function stateOf(id) {
  return answers.has(id) ? [200, { answer: answers.get(id) }] : [404, { error: { code: 'unknown' } }];
}

export function queueing({ places, every, loses = 0 }, ask) {
  const book = { accepted: [], refused: [], completed: [], lost: [] };
  const waiting = [];

  const lookAgain = async ({ id, question }) => {
    if (loses > 0 && (id + 1) % loses === 0) {
      waiting.shift();
      answers.delete(id);
      book.lost.push({ id, user: question.user, at: now() });
      return;
    }
    const { text } = await ask(question);
    if (text === null) return;
    waiting.shift();
    answers.set(id, text);
    book.completed.push({ id, user: question.user, at: now() });
  };

  const work = async () => {
    while (waiting.length > 0) {
      await sleep(every);
      await lookAgain(waiting[0]);
    }
  };

  return {
    book,
    ask: async (question, how) => {
      const { user } = question;
      const answer = await ask(question, how);
      if (answer.text !== null) return answer;
      if (waiting.length >= places) {
        book.refused.push({ user, at: now() });
        return answer;
      }
      const id = book.accepted.push({ user, at: now() }) - 1;
      answers.set(id, null);
      if (waiting.push({ id, question }) === 1) void work();
      return { text: null, retryAfter: null, later: id };
    },
  };
}
