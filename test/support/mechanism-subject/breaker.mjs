// { after, reset }: opens after so many failures in a row; then one call is let through each time `reset` is over.
import { now } from './wire.mjs';

export function breaking({ after, reset }, ask) {
  const book = { opened: [], probes: [], closed: [], refused: [] };
  let failures = 0;
  let waitsUntil = null;

  const came = (isWell) => {
    if (isWell && waitsUntil !== null) book.closed.push(now());
    failures = isWell ? 0 : failures + 1;
    if (isWell) waitsUntil = null;
    else if (waitsUntil === null && failures >= after) {
      book.opened.push(now());
      waitsUntil = now() + reset;
    }
  };

  return {
    book,
    ask: async (question, how) => {
      if (waitsUntil !== null) {
        if (now() < waitsUntil) {
          book.refused.push({ user: question.user, at: now() });
          return { text: null, retryAfter: null, refused: true };
        }
        book.probes.push(now());
        waitsUntil = now() + reset;
      }
      const answer = await ask(question, how);
      came(answer.text !== null);
      return answer;
    },
  };
}
