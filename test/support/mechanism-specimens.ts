/** Records for the checks of mechanisms: breakers, queues, caches, hedges, and who retries how. */
import { LOST_WORK } from '../../src/catalog/answers/classify.js';
import type { AttemptRow, ResponseRow } from '../../src/model/event.js';
import type { RunRecord } from '../../src/model/record.js';
import { withCohort } from './cohort.js';
import { failing, HEALTHY, playRecord, type Played } from './record.js';

const failed: Played = { class: 'honest-error', latency: 60, attempts: failing(1) };
const refused: Played = { class: 'honest-error', latency: 2, attempts: [] };

const during = (play: (since: number, index: number) => Played): RunRecord =>
  playRecord((role, index) => (role === 'outage' ? play(index * 50, index) : null));

/** After the outage it looks again only when so much time has passed. */
function guarded(blind: number): RunRecord {
  return playRecord((role, index, due) => {
    if (role === 'baseline') return null;
    if (role === 'recovery') return due < 60_000 + blind ? refused : null;
    return index < 60 || index % 80 === 0 ? failed : refused;
  });
}

function waiting(wait: (index: number) => number): RunRecord {
  return during((_, index) => ({
    class: 'honest-error',
    latency: 80 + wait(index),
    attempts: [
      { after: 0, took: 40, outcome: 'http-error' },
      { after: 40 + wait(index), took: 40, outcome: 'http-error' },
    ],
  }));
}

function hedging(every: number): RunRecord {
  const twice: Played = {
    ...HEALTHY,
    attempts: [
      { after: 0, took: 1000, outcome: 'abandoned' },
      { after: 400, took: 600, outcome: 'ok' },
    ],
  };
  return during((_, index) => (index % every === 0 ? twice : HEALTHY));
}

function counted(play: Played, count: (row: AttemptRow) => number): RunRecord {
  const record = during(() => play);
  return { ...record, attempts: record.attempts.map((row) => ({ ...row, retryCount: count(row) })) };
}

function responding(play: Played, change: (row: ResponseRow) => Partial<ResponseRow>): RunRecord {
  const record = during(() => play);
  return {
    ...record,
    responses: record.responses.map((row) => (row.phase === 'outage' ? { ...row, ...change(row) } : row)),
  };
}

/** Users who hang up after a second, of a call that writes for so long. */
function leaving(took: number): RunRecord {
  const record = during(() => ({
    class: 'reset',
    latency: 1000,
    attempts: [{ after: 0, took, outcome: 'ok' }],
  }));
  return { ...record, attempts: record.attempts.map((row) => ({ ...row, firstToken: row.started + 100 })) };
}

const parked = (latency: number): Played => ({
  class: 'honest-error',
  latency,
  attempts: [{ after: 0, took: 40, outcome: 'http-error', retryAfter: 60_000 }],
});
const saved: Played = { class: 'stale', latency: 20, attempts: failing(1) };

export const mechanisms: Readonly<Record<string, { passing: RunRecord; failing: RunRecord }>> = {
  'spread-retries': {
    passing: withCohort(60, []),
    failing: withCohort(60, [() => 500, () => 1000]),
  },
  'jittered-backoff': {
    passing: waiting((index) => (index % 50) * 10),
    failing: waiting(() => 2000),
  },
  'backoff-law': { passing: waiting(() => 2000), failing: waiting(() => 0) },
  'open-breaker': { passing: guarded(0), failing: during(() => failed) },
  'quick-probes': { passing: guarded(0), failing: guarded(25_000) },
  'frugal-hedges': { passing: hedging(20), failing: hedging(2) },
  'marked-answers': {
    passing: responding(saved, () => ({ age: 60_000 })),
    failing: responding(saved, () => ({ age: 60_000, class: 'lie' })),
  },
  'kept-promises': {
    passing: responding({ ...saved, class: 'queued' }, () => ({ status: 202 })),
    failing: responding({ ...saved, class: 'queued' }, ({ inbound }) =>
      inbound % 5 === 0 ? { status: 202, class: 'lie', why: LOST_WORK } : { status: 202 },
    ),
  },
  'cancelled-calls': { passing: leaving(1000), failing: leaving(5000) },
  'no-parking': { passing: during(() => parked(80)), failing: during(() => parked(20_000)) },
  'no-stalls': {
    passing: responding(HEALTHY, ({ due }) => ({ firstByte: due + 100 })),
    failing: responding({ ...HEALTHY, class: 'hang', latency: 30_000 }, ({ due }) => ({
      firstByte: due + 100,
    })),
  },
  'one-retry-layer': {
    passing: counted({ ...failed, attempts: failing(3) }, ({ ordinal }) => ordinal - 1),
    failing: counted({ ...failed, attempts: failing(9) }, ({ ordinal }) => (ordinal - 1) % 3),
  },
};
