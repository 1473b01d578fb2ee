// { inline }: the second provider serves whom the breaker turned away, and with `inline` also whose call failed.
import { now } from './wire.mjs';

export function failingOver({ inline }, ask, second) {
  const book = [];
  return {
    book,
    ask: async (question, how) => {
      const answer = await ask(question, how);
      if (answer.text !== null || !(inline || answer.refused === true)) return answer;
      const { user } = question;
      book.push({ user, at: now() });
      return second(question, how);
    },
  };
}
