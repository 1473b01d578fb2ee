/** For each check a record that passes it and one that fails it, as small as they can be told. */
import type { RunRecord } from '../../src/model/record.js';
import { mechanisms } from './mechanism-specimens.js';
import { failing, HEALTHY, journeyOf, playRecord, upstreamOf, type Parts, type Played } from './record.js';

export interface Specimens {
  readonly passing: RunRecord;
  /** Of a check that only informs: one that it has something else to say of. */
  readonly failing: RunRecord;
}

const honest: Played = { class: 'honest-error', latency: 40, attempts: failing(1) };
const second: Played = {
  class: 'alt',
  latency: 1000,
  attempts: [...failing(1), { upstream: 'gpt', after: 40, took: 960, outcome: 'ok' }],
};
const two: Parts = { plan: { upstreams: [upstreamOf('claude'), upstreamOf('gpt')] } };

const outage = (played: Played, parts: Parts = {}): RunRecord =>
  playRecord((role) => (role === 'outage' ? played : null), parts);
const afterwards = (played: Played, parts: Parts = {}): RunRecord =>
  playRecord((role) => (role === 'recovery' ? played : null), parts);
const asked = (gap: number): Played => ({
  class: 'honest-error',
  latency: 100 + gap,
  attempts: [
    { after: 0, took: 40, outcome: 'http-error', retryAfter: 5000 },
    { after: 40 + gap, took: 40, outcome: 'http-error' },
  ],
});

function withNotes(record: RunRecord, fails: boolean): RunRecord {
  const responses = record.responses.map((row, index) => {
    if (index % 2 === 0) return row;
    const isHurt = fails && row.phase === 'outage';
    return { ...row, journey: 'note', class: isHurt ? ('honest-error' as const) : ('full' as const) };
  });
  return { ...record, responses };
}

const notes = playRecord(() => null, {
  plan: { journeys: [journeyOf(), journeyOf({ name: 'note', needsModel: false })] },
});

/** Each write of a note is in the books once, or as often as told for those of the outage. */
function withLedger(countOf: (index: number) => number | null): RunRecord {
  const effects = withNotes(notes, false)
    .responses.filter(({ journey }) => journey === 'note')
    .map(({ inbound, phase }, index) => {
      const count = phase === 'outage' ? countOf(index) : 1;
      return { kind: 'effect' as const, inbound, journey: 'note', phase, count };
    });
  return { ...withNotes(notes, false), effects };
}

/** By the id of the check. */
export const specimens: Readonly<Record<string, Specimens>> = {
  ...mechanisms,
  continuity: { passing: outage(second, two), failing: outage(honest) },
  failover: {
    passing: playRecord(
      (role, index) => (role !== 'outage' ? null : index % 20 === 0 ? honest : second),
      two,
    ),
    failing: outage(honest, two),
  },
  'no-lies': { passing: outage(honest), failing: outage({ ...honest, class: 'lie' }) },
  'honest-errors': { passing: outage(honest), failing: outage({ ...honest, class: 'raw-error' }) },
  'no-hangs': {
    passing: outage(honest),
    failing: outage({
      class: 'hang',
      latency: 30_000,
      attempts: [{ after: 0, took: 30_000, outcome: 'hang' }],
    }),
  },
  deadlines: {
    passing: outage({ ...HEALTHY, latency: 2999 }),
    failing: outage({ ...HEALTHY, latency: 9000 }),
  },
  uptime: {
    passing: outage(honest),
    failing: outage({ class: 'reset', latency: 1, attempts: [], end: 'refused' }),
  },
  independence: { passing: withNotes(notes, false), failing: withNotes(notes, true) },
  writes: {
    passing: withLedger(() => 1),
    failing: withLedger((index) => index % 3),
  },
  'bounded-retries': { passing: outage(honest), failing: outage({ ...honest, attempts: failing(5) }) },
  'calm-peak': { passing: outage(honest), failing: outage({ ...honest, attempts: failing(8) }) },
  'retry-after': { passing: outage(asked(5000)), failing: outage(asked(1000)) },
  'no-waste': {
    passing: outage(HEALTHY),
    failing: outage({ ...honest, attempts: [{ after: 0, took: 40, outcome: 'abandoned', tokensOut: 90 }] }),
  },
  'quick-recovery': {
    passing: outage(honest),
    failing: playRecord((role, index) =>
      role === 'outage' || (role === 'recovery' && index < 20 * 30) ? honest : null,
    ),
  },
  'full-recovery': { passing: outage(honest), failing: afterwards(honest) },
  'calm-recovery': { passing: outage(honest), failing: afterwards({ ...HEALTHY, attempts: failing(8) }) },
  failback: {
    passing: outage(second, two),
    failing: playRecord((role) => (role === 'baseline' ? null : second), two),
  },
};
