/**
 * An app that keeps books of all that its mechanisms do, under many policies: what we tell from outside must be what it
 * did. Both sides are measured, on the same machine, so only they are compared. Half of the policies are played side by
 * side, then the others: all at once would be more than two cores can start in time.
 */
import { describe, expect, test } from 'vitest';
import { questionOf } from '../../src/catalog/arrivals/draw.js';
import { measureById } from '../../src/catalog/measures/shelf.js';
import { scoreRecord } from '../../src/score/score.js';
import { playTrial, type Told } from '../support/mechanism-books.js';
import { MEMBERS, trials, type TrialName } from '../support/mechanism-policies.js';
import { table } from '../support/mechanism-table.js';
import { read, valueOf, whyNot } from '../support/measuring.js';
import { playedFirst } from '../support/played.js';

const NAMES = Object.keys(trials) as readonly TrialName[];

const AT_ONCE = Math.ceil(NAMES.length / 2);
const played = new Map<string, Told>();

playedFirst(async () => {
  for (let from = 0; from < NAMES.length; from += AT_ONCE) await playSome(NAMES.slice(from, from + AT_ONCE));
});

/** Where one fails, the others are waited for all the same: their apps end with them. */
async function playSome(names: readonly TrialName[]): Promise<void> {
  const plays = names.map(async (name) => played.set(name, await playTrial(name, trials[name])));
  const failed = (await Promise.allSettled(plays)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

function toldOf(name: TrialName): Told {
  const told = played.get(name);
  if (told === undefined) throw new Error(`${name} was not played`);
  return told;
}

describe.each(NAMES)('%s: what was inferred is what the books say', (name) => {
  test.each(table[name].map((line) => [titleOf(line.measure, line.quantile), line] as const))(
    '%s',
    (_, line) => {
      const told = toldOf(name);
      const { journey = null, quantile, phase } = line;
      const scope = {
        journey,
        ...(quantile === undefined ? {} : { quantile }),
        ...(phase === undefined ? {} : { phase }),
      };
      const reading = read(told.run, line.measure, scope);
      const seen = valueOf(reading);
      const said = line.books(told);
      // On a busy machine answers and those who let go of them cross more often, too.
      const lag = (line.lags ?? 1) * told.lag;
      const given = typeof line.within === 'number' ? line.within : line.within(told);
      const within = given + lag / (measureById(line.measure)?.unit === 'ms' ? 1 : 1000);
      expect(Math.abs(seen - said), `seen ${seen} ${whyNot(reading)}, books ${said}`).toBeLessThanOrEqual(
        within,
      );
    },
  );
});

function titleOf(measure: string, quantile: number | undefined): string {
  return quantile === undefined ? measure : `${measure}.p${String(100 * quantile)}`;
}

test.each(['breaker', 'bulkhead'] as const)(
  'exactly the users whom a %s refused are those who caused no call',
  (name) => {
    const { run, books } = toldOf(name);
    const called = new Set(run.attempts.map(({ inbound }) => inbound));
    const silent = run.responses.filter(({ inbound }) => !called.has(inbound));
    const refused = new Set(books[name].refused.map(({ user }) => books.users[user]?.token));
    const tokens = silent.map(({ inbound }) => questionOf(run.plan, inbound).token);
    expect(tokens.filter((token) => !refused.has(token))).toEqual([]);
    expect(tokens.length).toBe(refused.size);
    expect(tokens.length).toBeGreaterThan(10);
  },
);

test('nearly all members of the cohort tried again, and hardly an ordinary user', () => {
  const { run, books, rowOf } = toldOf('retries in step');
  const isMember = ({ user }: { readonly user: number }): boolean => (rowOf(user)?.cohort ?? null) !== null;
  expect(run.responses.filter(({ cohort }) => cohort !== null)).toHaveLength(MEMBERS);
  const members = books.retry.waits.filter(isMember).length;
  expect(members).toBeGreaterThan(0.75 * MEMBERS);
  expect(books.retry.waits.length - members).toBeLessThan(5);
});

test('no trial was empty: each mechanism had something to do', () => {
  const told = (name: TrialName): Told['books'] => toldOf(name).books;
  const counts = [
    told('hedge').hedge.length,
    told('hedge').attempts.filter(({ outcome }) => outcome === 'cancelled').length,
    told('gateway').around.waits.length,
    told('budget').retry.declined.length,
    told('failover').second.length,
    told('cache').cache.expired.length,
    told('coalescing').coalescing.length,
    told('queue').queue.refused.length,
    told('queue that forgets').queue.lost.length,
  ];
  expect(Math.min(...counts)).toBeGreaterThan(5);
});

test('the scorecard of a real run has a finding for every check, and none that crashed', () => {
  const { findings } = scoreRecord(toldOf('backoff').run);
  expect(findings.filter(({ verdict }) => verdict === 'error')).toEqual([]);
  expect(findings.find(({ check }) => check === 'backoff-law')?.verdict).toBe('pass');
});
