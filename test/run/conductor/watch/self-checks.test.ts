import { describe, expect, it } from 'vitest';
import type { Counts } from '../../../../src/model/record.js';
import { selfChecks, type SelfFacts } from '../../../../src/run/conductor/watch/self-checks.js';

const counts: Counts = {
  scheduled: 1000,
  complete: 980,
  aborted: 5,
  refused: 5,
  reset: 4,
  deadline: 3,
  censored: 2,
  unsent: 1,
  attempts: 2000,
  joined: 2000,
};
const calm = { kind: 'self' as const, at: 1000, sendLag: 2, loopDelay: 3, openInbounds: 1, openAttempts: 1 };
const sound: SelfFacts = {
  counts,
  duplicates: 0,
  calls: { begun: 2003, ended: 2003 },
  self: [calm],
  deadline: 3000,
  isOpenLoad: true,
  planned: 1000,
  floor: { p50: 0.3, p99: 1.2 },
  busy: 0.6,
  dispersion: { due: 1, sent: 1.1 },
};

function failed(facts: SelfFacts): readonly string[] {
  return selfChecks(facts).flatMap(({ id, ok }) => (ok ? [] : [id]));
}

describe('a run checks itself', () => {
  it('and finds nothing wrong where all adds up', () => {
    expect(failed(sound)).toEqual([]);
  });

  it.each([
    ['conservation', { counts: { ...counts, complete: 979 } }],
    // An end too many for one inbound hides one that another inbound lacks.
    ['conservation', { duplicates: 1 }],
    ['calls', { calls: { begun: 2003, ended: 2002 } }],
    ['floor', { floor: { p50: 1, p99: 301 } }],
    ['contention', { busy: 0.95 }],
    ['dispersion', { dispersion: { due: 1, sent: 1.6 } }],
    ['unsent', { counts: { ...counts, complete: 961, unsent: 20 } }],
    ['arrivals', { planned: 1020 }],
    ['joined', { counts: { ...counts, joined: 1800 } }],
    [
      'send-lag',
      {
        self: [
          { ...calm, sendLag: 301 },
          { ...calm, sendLag: 400 },
        ],
      },
    ],
    ['loop-delay', { self: [calm, { ...calm, loopDelay: 301 }, { ...calm, loopDelay: 400 }] }],
  ] as const)('and says so where %s does not hold', (id, change) => {
    expect(failed({ ...sound, ...change })).toEqual([id]);
  });

  it('forgives one bad second, which moves no quantile', () => {
    expect(failed({ ...sound, self: [calm, { ...calm, sendLag: 900, loopDelay: 900 }] })).toEqual([]);
  });

  it('knows that users who wait for their answers have no schedule to lag behind', () => {
    expect(
      failed({
        ...sound,
        isOpenLoad: false,
        planned: null,
        self: [
          { ...calm, sendLag: 9000 },
          { ...calm, sendLag: 9000 },
        ],
      }),
    ).toEqual([]);
  });

  it('and takes what it could not measure for no fault', () => {
    expect(failed({ ...sound, floor: null, busy: null })).toEqual([]);
  });
});
