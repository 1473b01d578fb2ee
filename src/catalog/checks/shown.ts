/** Which requests show a finding, and what their users got in words. */
import { howMany, numbersOf, type List } from '../../kit/list.js';
import { figure } from '../../kit/figures.js';
import type { ResponseClass, ResponseRow } from '../../model/event.js';
import { outcomes } from '../answers/outcomes.js';

/** Three of the worst 60 %, at its beginning, at a third and at two thirds: the very worst alone would be an anecdote. */
export function worst(rows: List<ResponseRow>, badness: (row: ResponseRow) => number): readonly number[] {
  // Numbers beside each other: in a long outage they are very many.
  const inbounds = numbersOf(rows, ({ inbound }) => inbound);
  const how = numbersOf(rows, badness);
  const worstFirst = how
    .filter((here) => here > 0)
    .sort()
    .reverse();
  const ranks = [0, 0.34, 0.67].map((place) => Math.floor(place * 0.6 * worstFirst.length));
  return [...new Set(ranks)].flatMap((rank) => {
    const here = worstFirst[rank];
    if (here === undefined) return [];
    // Of those that are equally bad the lowest number comes first.
    const alike = inbounds.filter((_, place) => how[place] === here).sort();
    return alike[rank - worstFirst.indexOf(here)] ?? [];
  });
}

const PLURALS: Readonly<Record<ResponseClass, string>> = {
  full: 'full answers',
  alt: 'answers from a second provider',
  stale: 'saved answers',
  queued: 'queued',
  static: 'fixed texts',
  partial: 'parts of an answer',
  'honest-error': 'honest errors',
  'raw-error': 'raw errors',
  reset: 'cut off',
  hang: 'left hanging',
  lie: 'false successes',
};

const EVERY: readonly ResponseClass[] = outcomes.map((one) => one.class);

/** All that is less than a full answer. */
export const LESS: readonly ResponseClass[] = EVERY.filter((one) => one !== 'full');

/** "80 raw errors and 116 honest errors"; "nothing else" where there is none. */
export function tally(rows: List<ResponseRow>, classes = EVERY): string {
  const byClass = new Map<ResponseClass, number>();
  for (const row of rows) byClass.set(row.class, (byClass.get(row.class) ?? 0) + 1);
  const said = outcomes
    .filter((outcome) => classes.includes(outcome.class))
    .map((outcome) => ({ outcome, count: byClass.get(outcome.class) ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${figure(count)} ${count === 1 ? outcome.title : PLURALS[outcome.class]}`);
  if (said.length < 2) return said[0] ?? 'nothing else';
  return `${said.slice(0, -1).join(', ')} and ${said.at(-1) ?? ''}`;
}

export function countOf(rows: List<ResponseRow>, classes: readonly ResponseClass[]): number {
  return howMany(rows, (row) => classes.includes(row.class));
}

/** Quotes what the record kept of a response as evidence, already redacted; empty where there is none. */
export function quote(rows: List<ResponseRow>, classes: readonly ResponseClass[]): string {
  const why = rows.find((row) => row.why !== null && classes.includes(row.class))?.why ?? null;
  return why === null ? '' : ` One of them: ${why.replace(/\.$/, '')}.`;
}
