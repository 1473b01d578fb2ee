import { describe, expect, it } from 'vitest';
import type { AbortRule } from '../../../src/model/scenario.js';
import { abortWatch } from '../../../src/run/conductor/abort.js';
import { gateOf, phaseOf, response } from '../../support/record.js';

const phases = [phaseOf('baseline', 'baseline', 0, 20_000), phaseOf('outage', 'outage', 20_000, 60_000)];
const rule: AbortRule = {
  ...gateOf('full-share < 10% for 10s during baseline', { measure: 'full-share', is: '<', value: 0.1 }),
  during: 'baseline',
  for: 10_000,
};

function watching(classes: readonly ('full' | 'honest-error')[], from: number) {
  const watch = abortWatch([rule], phases);
  classes.forEach((one, index) => {
    watch.saw(response({ inbound: index, due: from + index * 500, ended: from + index * 500, class: one }));
  });
  return watch;
}

const failing = Array.from({ length: 24 }, () => 'honest-error' as const);

describe('a rule that stops a run', () => {
  it('holds once it was broken for its whole time, and says what was seen', () => {
    expect(watching(failing, 0).check(12_000)).toBe('full-share < 10% for 10s during baseline (it was 0 %)');
  });

  it('waits for its whole time, and for enough responses', () => {
    expect(watching(failing, 0).check(9_000)).toBeNull();
    expect(watching(failing.slice(0, 4), 8_000).check(12_000)).toBeNull();
  });

  it('counts the seconds that just went by alone', () => {
    const watch = watching(failing, 0);
    for (let at = 12_000; at < 19_000; at += 100) {
      watch.saw(response({ inbound: at, due: at, ended: at, class: 'full' }));
    }
    expect(watch.check(19_000)).toBeNull();
  });

  it('means the phase that it names', () => {
    expect(watching(failing, 25_000).check(37_000)).toBeNull();
  });
});
