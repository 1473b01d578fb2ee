import { expect, it } from 'vitest';
import { randomOf } from '../../src/kit/random.js';
import { compare, type Scored } from '../../src/score/compare.js';
import { scoreRecord } from '../../src/score/score.js';
import { failing, playRecord, type Played } from '../support/record.js';

const TRIALS = 40;
/** Of 40 tries with a chance of one in twenty each, more than this happens once in three hundred. */
const MOST = 6;
const KINDS: readonly Played[] = [
  { class: 'honest-error', latency: 80, attempts: failing(1) },
  { class: 'raw-error', latency: 900, attempts: failing(3) },
  { class: 'full', latency: 4_000, attempts: failing(2) },
];

/** One plan; what the app made of it is chance, and bad stretches come and go. */
function byChance(name: string): Scored {
  const random = randomOf(1).at(name);
  const next = random.at('responses').sequence();
  const stretch = random.at('stretches').sequence();
  const shares = Array.from({ length: 100 }, () => 0.2 + 0.3 * stretch());
  const record = playRecord((phase, index) => {
    if (phase !== 'outage' || next() >= (shares[Math.floor(index / 20)] ?? 0)) return null;
    return KINDS[Math.floor(next() * KINDS.length)] ?? null;
  });
  return { record, scorecard: scoreRecord(record, undefined, 'plug-in') };
}

it('names a term as changed in hardly more than one of twenty comparisons in which nothing changed', () => {
  const named = Array.from({ length: TRIALS }, (_, trial) =>
    compare([{ before: byChance(`before ${trial}`), now: byChance(`now ${trial}`) }]),
  ).map(({ terms }) => terms.filter(({ state }) => state === 'changed'));
  expect(named.filter((terms) => terms.length > 0).length).toBeLessThanOrEqual(MOST);
});
