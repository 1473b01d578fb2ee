// { retries, first, factor, low, retryAfter, counts, budget }: waits of first · factor^n, drawn evenly from `low` of
// that to all of it. `retryAfter`: what the provider asks for is waited for instead, up to so many milliseconds.
// `counts`: each try says which retry it is, as the official SDKs do. `budget`: see budgetOf.
import { setTimeout as sleep } from 'node:timers/promises';
import { now } from './wire.mjs';

export function retrying(policy, ask) {
  const budget = budgetOf(policy.budget);
  const book = { waits: [], declined: [] };
  return {
    book,
    ask: async (question, how) => {
      const { user } = question;
      budget.earn();
      for (let retry = 0; ; retry += 1) {
        const answer = await ask(question, { ...how, ...counted(policy, retry) });
        if (answer.text !== null || retry === policy.retries) return answer;
        if (!budget.spend()) {
          book.declined.push({ user, at: now() });
          return answer;
        }
        const failed = now();
        await sleep(waitAfter(answer, policy, retry));
        book.waits.push({
          user,
          rank: retry + 1,
          asked: answer.retryAfter,
          waited: now() - failed,
          at: now(),
        });
      }
    },
  };
}

function waitAfter({ retryAfter: asked }, { first, factor = 1, low = 1, retryAfter: most = 0 }, retry) {
  if (asked !== null && asked <= most) return asked;
  return first * factor ** retry * (low + (1 - low) * Math.random());
}

function counted({ counts }, retry) {
  return counts === true ? { headers: { 'x-stainless-retry-count': String(retry) } } : {};
}

/** { share, spare }: each request earns a part of a retry, and no more than `spare` are saved up. */
function budgetOf(policy) {
  if (policy === undefined) return { earn: () => undefined, spend: () => true };
  const { share, spare } = policy;
  let saved = spare;
  return {
    earn: () => (saved = Math.min(spare, saved + share)),
    spend: () => {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}
