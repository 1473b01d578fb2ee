import { describe, expect, it } from 'vitest';
import type { AbortRule } from '../../../../src/model/scenario.js';
import { abortWatch } from '../../../../src/run/conductor/watch/abort.js';
import { attempt, factsOf, gateOf, phaseOf, planOf, response } from '../../../support/record.js';

const phases = [phaseOf('baseline', 'baseline', 0, 20_000), phaseOf('outage', 'outage', 20_000, 60_000)];
const rule: AbortRule = {
  ...gateOf('full-share < 10% for 10s during baseline', { measure: 'full-share', is: '<', value: 0.1 }),
  during: 'baseline',
  for: 10_000,
};

const plan = planOf({ phases, abort: [rule] });

function watching(classes: readonly ('full' | 'honest-error')[], from: number) {
  const watch = abortWatch(plan, factsOf(plan));
  classes.forEach((one, index) => {
    watch.response(
      response({ inbound: index, due: from + index * 500, ended: from + index * 500, class: one }),
    );
  });
  return watch;
}

const failing = Array.from({ length: 24 }, () => 'honest-error' as const);

describe('a rule that stops a run', () => {
  it('holds once it was broken for its whole time, and says what was seen', () => {
    expect(watching(failing, 0).check(12_000)).toBe(
      'full-share < 10% for 10s during baseline (it was 0\u00a0%)',
    );
  });

  it('waits for its whole time, and for enough responses', () => {
    expect(watching(failing, 0).check(9_000)).toBeNull();
    expect(watching(failing.slice(0, 4), 8_000).check(12_000)).toBeNull();
  });

  it('counts the seconds that just went by alone', () => {
    const watch = watching(failing, 0);
    for (let at = 12_000; at < 19_000; at += 100) {
      watch.response(response({ inbound: at, due: at, ended: at, class: 'full' }));
    }
    expect(watch.check(19_000)).toBeNull();
  });

  it('means the phase that it names', () => {
    expect(watching(failing, 25_000).check(37_000)).toBeNull();
  });

  it('may name any measure, quantiles and upstream calls included', () => {
    const slow: AbortRule = {
      ...gateOf('latency.p95 > 2s for 10s', { measure: 'latency', quantile: 0.95, is: '>', value: 2_000 }),
      for: 10_000,
    };
    const storm: AbortRule = {
      ...gateOf('amplification > 3 for 10s', { measure: 'amplification', is: '>', value: 3 }),
      for: 10_000,
    };
    const calm = planOf({ phases, abort: [slow, storm] });
    const watch = abortWatch(calm, factsOf(calm));
    for (let inbound = 0; inbound < 20; inbound += 1) {
      const due = 25_000 + inbound * 500;
      watch.response(response({ inbound, due, ended: due + 900 }));
      for (let ordinal = 1; ordinal <= 4; ordinal += 1) {
        const id = inbound * 4 + ordinal;
        watch.attempt(attempt({ id, inbound, started: due + ordinal * 100, ordinal, outcome: 'http-error' }));
      }
    }
    expect(watch.check(35_500)).toBe('amplification > 3 for 10s (it was 4.0×)');
  });
});
