// { places }: so many at once, and nobody queues.
import { now } from './wire.mjs';

export function limiting({ places }, ask) {
  const book = { most: 0, refused: [] };
  let inside = 0;
  return {
    book,
    ask: async (question, how) => {
      if (inside >= places) {
        book.refused.push({ user: question.user, at: now() });
        return { text: null, retryAfter: null, refused: true };
      }
      inside += 1;
      book.most = Math.max(book.most, inside);
      const answer = await ask(question, how);
      inside -= 1;
      return answer;
    },
  };
}
