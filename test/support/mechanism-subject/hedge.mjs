// { after, cancels }: a second attempt when the first has taken so long. `cancels`: the loser is called off.
import { setTimeout as sleep } from 'node:timers/promises';
import { now } from './wire.mjs';

export function hedging({ after, cancels }, ask) {
  const book = [];
  return {
    book,
    ask: async (question, how) => {
      const began = now();
      const over = new AbortController();
      const attempt = () => ask(question, { ...how, signal: over.signal });
      const first = attempt();
      const quick = await Promise.race([first, sleep(after, null)]);
      if (quick !== null) return quick;
      book.push({ user: question.user, waited: now() - began });
      const best = await better(first, attempt());
      if (cancels) over.abort();
      return best;
    },
  };
}

/** The first that has an answer; the failure of the first where none has. */
function better(first, second) {
  const answered = async (one) => {
    const answer = await one;
    if (answer.text === null) throw new Error('no answer');
    return answer;
  };
  return Promise.any([answered(first), answered(second)]).catch(() => first);
}
