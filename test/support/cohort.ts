import type { AttemptRow, ResponseRow } from '../../src/model/event.js';
import type { Cohort } from '../../src/model/plan.js';
import type { RunRecord } from '../../src/model/record.js';
import { attempt, HEALTHY, playRecord, response, windowOf } from './record.js';

const FIRST = 1_000_000;
const FAILS = 31_000;

/** Users of a cohort who wait as told after each failure, beside ordinary ones whom nothing happens to. */
export function withCohort(size: number, waits: readonly (() => number)[]): RunRecord {
  const cohort: Cohort = {
    ...{ id: 'c1', phase: 'outage', on: 'claude', journey: 'ask', size, within: 20 },
    ...{ opens: 30_000, fails: FAILS, firstInbound: FIRST },
  };
  const plain = playRecord(() => HEALTHY, {
    plan: {
      cohorts: [cohort],
      windows: [windowOf({ match: { ...windowOf().match, cohort: 'c1' }, together: FAILS })],
    },
  });
  const members = Array.from({ length: size }, (_, index) => memberOf(FIRST + index, waits));
  return {
    ...plain,
    responses: [...plain.responses, ...members.map(({ row }) => row)],
    attempts: [...plain.attempts, ...members.flatMap(({ tried }) => tried)],
  };
}

function memberOf(
  inbound: number,
  waits: readonly (() => number)[],
): { row: ResponseRow; tried: AttemptRow[] } {
  const tried = [
    attempt({ id: inbound * 10, inbound, started: 30_010, ended: FAILS, outcome: 'http-error' }),
  ];
  for (const [index, wait] of waits.entries()) {
    const started = (tried.at(-1)?.ended ?? FAILS) + wait();
    tried.push(
      attempt({
        id: inbound * 10 + index + 1,
        inbound,
        started,
        ended: started + 5,
        outcome: 'http-error',
        ordinal: index + 2,
      }),
    );
  }
  const ended = (tried.at(-1)?.ended ?? FAILS) + 1;
  return { row: response({ inbound, due: 30_000, ended, class: 'raw-error', cohort: 'c1' }), tried };
}
