/** Crowds that come and fail at one moment, in whole runs on real sockets. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoreRecord } from '../../src/score/score.js';
import { classes, networkRunner, scenarioOf, type Runner } from '../support/network-run.js';
import { failedChecks } from '../support/after-run.js';

let runner: Runner;

function sharePaired(times: readonly number[], within: number): number {
  const pairs = times.flatMap((one, index) => times.slice(index + 1).map((other) => Math.abs(one - other)));
  return pairs.filter((apart) => apart <= within).length / pairs.length;
}

beforeAll(async () => {
  runner = await networkRunner();
});

afterAll(() => runner.close());

describe('a cohort', () => {
  const COHORT = { at: '300ms', size: 40, within: '400ms', hold: '500ms' };

  it.each([
    ['open', { load: { rate: '20/s' } }],
    ['closed', { load: { users: 5, think: '100ms' } }],
  ])('comes at once and fails at once, beside %s load, and counts for nothing else', async (_, changes) => {
    const record = await runner.play({
      scenario: scenarioOf({ cohort: { ...COHORT, fails: 'reset' } }, changes),
      env: { RETRIES: '1' },
    });
    const members = record.responses.filter(({ cohort }) => cohort === 'c1');
    expect(members).toHaveLength(40);
    const [planned] = record.plan.cohorts;
    for (const { due } of members) {
      expect(due).toBeGreaterThanOrEqual(planned?.opens ?? NaN);
      expect(due).toBeLessThan((planned?.opens ?? NaN) + 400);
    }
    expect(new Set(members.map(({ inbound }) => inbound)).size).toBe(40);

    const firsts = members.map(({ inbound }) =>
      record.attempts.find((one) => one.inbound === inbound && one.ordinal === 1),
    );
    const failed = firsts.map((one) => one?.ended ?? NaN);
    expect(Math.max(...failed) - Math.min(...failed)).toBeLessThan(300);
    expect(Math.min(...failed)).toBeGreaterThanOrEqual(planned?.fails ?? NaN);
    expect(new Set(firsts.map((one) => one?.outcome))).toEqual(new Set(['reset']));
    expect(classes(members)).toEqual(new Set(['full']));

    const card = scoreRecord(record);
    const full = card.measurements.find(({ id, scope }) => id === 'full-share' && scope.phase === 'outage');
    expect(full).toMatchObject({ state: 'measured', value: 1 });
    expect(full?.state === 'measured' ? full.samples : NaN).toBe(
      record.responses.filter(({ phase, cohort }) => phase === 'outage' && cohort === null).length,
    );
    const herd = card.measurements.find(
      ({ id, scope }) => id === 'herd-synchronisation' && scope.phase === 'outage',
    );
    const retried = members.flatMap(
      ({ inbound }) =>
        record.attempts.find((one) => one.inbound === inbound && one.ordinal === 2)?.started ?? [],
    );
    // How far a busy machine draws them apart is not ours to say; chance alone would leave 3 in 100 pairs.
    expect(herd?.state === 'measured' ? herd.value : NaN).toBeCloseTo(sharePaired(retried, 100), 6);
    expect(sharePaired(retried, 100)).toBeGreaterThan(0.2);

    expect(record.facts.counts.scheduled).toBe(record.responses.length);
    expect(record.facts.counts.joined).toBe(record.facts.counts.attempts);
    expect(failedChecks(record)).toEqual([]);
  });
});
