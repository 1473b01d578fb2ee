// {}: who asks what is being asked already shares its answer.
import { now } from './wire.mjs';

export function coalescing(_, ask) {
  const book = [];
  const open = new Map();
  return {
    book,
    ask: (question, how) => {
      const { user, text } = question;
      const shared = open.get(text);
      if (shared !== undefined) {
        book.push({ user, at: now() });
        return shared;
      }
      const own = ask(question, how).finally(() => open.delete(text));
      open.set(text, own);
      return own;
    },
  };
}
