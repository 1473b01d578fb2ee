import { describe, expect, it } from 'vitest';
import { look } from '../../src/score/looks.js';
import { scoreRecord } from '../../src/score/score.js';
import type { Scored } from '../../src/score/compare.js';
import { failing, gateOf, playRecord, type Played } from '../support/record.js';

const BAD: Played = { class: 'honest-error', latency: 80, attempts: failing(1) };
const gate = gateOf('full-share >= 72%', { measure: 'full-share', value: 0.72, during: 'outage' });

/** One user in so many gets an honest error in the outage. */
function oneIn(every: number, expect = [gate]): Scored {
  const record = playRecord((phase, index) => (phase === 'outage' && index % every === 0 ? BAD : null), {
    plan: { expect },
  });
  return { record, scorecard: scoreRecord(record) };
}

describe('looks at a gate', () => {
  it('are less sure than a run that is judged alone', () => {
    const once = oneIn(4, [gateOf('full-share >= 72%', { ...gate, value: 0.715 })]);
    expect(once.scorecard.gates[0]?.verdict).toBe('pass');
    expect(look([once]).verdict).toBe('inconclusive');
  });

  it('decide together what none decides alone', () => {
    const close = [gateOf('full-share >= 72%', { ...gate, value: 0.725 })];
    const runs = [oneIn(4, close), oneIn(4, close), oneIn(4, close)];
    expect(look(runs.slice(0, 1)).verdict).toBe('inconclusive');
    expect(look(runs).verdict).toBe('pass');
    expect(look(runs).gates[0]?.because).toMatch(/^75\s% in 3 runs, /);
  });

  it('fail where all that was seen lies on the wrong side', () => {
    expect(look([oneIn(2), oneIn(2)]).verdict).toBe('fail');
  });

  it('judge the score where no gate was named', () => {
    const { gates } = look([oneIn(4, [])]);
    expect(gates).toMatchObject([{ text: 'score >= 60', verdict: 'pass' }]);
  });

  it('reach no further than a share or a score can', () => {
    // 1 of 800 lies 0.103 % above the lower end of its interval; 1.314 times as much is more than it is itself.
    const few = [
      gateOf('honest-error-share <= 1%', {
        measure: 'honest-error-share',
        is: '<=',
        value: 0.01,
        during: 'outage',
      }),
    ];
    expect(look([oneIn(800, few)]).gates[0]?.because).toMatch(/^0\.125\s% in 1 run, 0\s% to /);
    const [all] = look([oneIn(900, []), oneIn(2, [])]).gates;
    expect(all?.because).toMatch(/ in 2 runs, 0 to 100$/);
  });

  it('leave open what was not known in every run', () => {
    const unknown = [gateOf('stale', { ...gate, measure: 'cache-age', is: '<=' })];
    expect(look([oneIn(4, unknown)]).gates[0]).toMatchObject({
      verdict: 'inconclusive',
      because: 'not known in every run',
    });
  });
});
