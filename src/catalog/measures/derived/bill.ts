/** What attempts cost at list price. Errors cost nothing; what was written for nobody does. */
import type { List } from '../../../kit/list.js';
import type { AttemptRow } from '../../../model/event.js';
import { priceOf, pricedAt, type PriceRow } from './prices.js';

export type Bill =
  | { readonly state: 'priced'; readonly usd: number; readonly attempts: number }
  | { readonly state: 'unpriced'; readonly because: string };

const MILLION = 1e6;

export function billOf(attempts: List<AttemptRow>): Bill {
  let usd = 0;
  let billed = 0;
  const known = new Map<string, PriceRow | undefined>();
  for (const attempt of attempts) {
    if (!isBilled(attempt)) continue;
    const { model, tokensIn, tokensOut } = attempt;
    // Each row of the list is a pattern, and nearly all attempts ask for one of a few models.
    if (!known.has(model)) known.set(model, priceOf(model));
    const price = known.get(model);
    if (price === undefined)
      return {
        state: 'unpriced',
        because: `the price of ${named(model)} isn’t in the list (of ${pricedAt()})`,
      };
    billed += 1;
    usd += (tokensIn * price.input + tokensOut * price.output) / MILLION;
  }
  return { state: 'priced', usd, attempts: billed };
}

export function isBilled({ status, tokensOut }: AttemptRow): boolean {
  return tokensOut > 0 || (status !== null && status >= 200 && status < 300);
}

/** It came from the subject, so it is cut. */
function named(model: string): string {
  return model === '' ? 'a call that named no model' : model.slice(0, 60);
}
