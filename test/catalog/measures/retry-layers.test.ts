/** Layers that are known, in an outage where every call fails: told, or said not to be known, and never guessed. */
import { describe, expect, it } from 'vitest';
import { periodOfWaits } from '../../../src/catalog/measures/derived/layer-waits.js';
import type { RunRecord } from '../../../src/model/record.js';
import type { Policy } from '../../../src/simulate/policy.js';
import { subjectById } from '../../../src/simulate/subjects/shelf.js';
import {
  AT_ONCE,
  countedBy,
  downFor,
  growing,
  rebuiltEvery,
  retrying,
  steps,
} from '../../support/layered.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { recordOf } from '../../support/record.js';

const SEED = 11;
const sdkWaits = growing(500, [0.75, 1], { cap: 8_000 });

function shelved(id: string): Policy {
  const found = subjectById(id);
  if (found === undefined) throw new Error(`no subject ${id}`);
  return found;
}

/** Layers, and tries of the outer and the inner one. */
function seen(record: RunRecord): readonly number[] {
  return ['retry-layers', 'outer-amplification', 'inner-amplification'].map((id) =>
    valueOf(read(record, id)),
  );
}

describe('layers told by the waits between tries', () => {
  it.each([
    ['(2, 2), an SDK in a loop that waits 2 s', retrying([2, sdkWaits], [2, steps(2_000)]), 3, 3],
    ['(2, 2), an SDK in a loop that waits 3 s, then 6 s', retrying([2, sdkWaits], [2, growing(3_000)]), 3, 3],
    ['(2, 2), an SDK in a loop without a pause', retrying([2, sdkWaits], [2, AT_ONCE]), 3, 3],
    [
      '(1, 3), at once in a loop that waits 1 s to 2 s',
      retrying([1, AT_ONCE], [3, growing(1_000, [1, 2])]),
      4,
      2,
    ],
    ['(3, 1), at once, and once more after 5 s', retrying([3, AT_ONCE], [1, steps(5_000)]), 2, 4],
    ['(1, 1), after 500 ms, and once more after 2 s', retrying([1, steps(500)], [1, steps(2_000)]), 2, 2],
    [
      '(2, 2), full jitter in full jitter',
      retrying([2, growing(500, [0, 1])], [2, growing(2_000, [0, 1])]),
      3,
      3,
    ],
  ])('%s, are two', (_, policy, outer, inner) => {
    expect(seen(downFor(policy, SEED))).toEqual([2, outer, inner]);
  });

  it.each([
    ['the waits of the SDKs, growing', retrying([8, sdkWaits]), 9],
    ['LangChain', shelved('langchain'), 7],
    ['the SDK alone', shelved('sdk'), 3],
    ['the Vercel AI SDK', shelved('vercel'), 3],
    ['full jitter', retrying([5, growing(300, [0, 1])]), 6],
    ['a wait that grows to a limit', retrying([7, growing(200, [0.5, 1], { cap: 2_000 })]), 8],
    [
      'six tries at once, which is no multiple but of two and three, with growing waits',
      retrying([5, steps(0, 100, 200, 400, 800)]),
      6,
    ],
    ['five tries at once', retrying([4, AT_ONCE]), 5],
  ])('%s is one', (_, policy, inner) => {
    expect(seen(downFor(policy, SEED))).toEqual([1, 1, inner]);
  });

  it.each([
    ['ten tries at once, which could be two times five', shelved('immediate')],
    ['nine tries at once, though they are three times three', shelved('nested')],
    ['four tries a second apart', retrying([3, steps(1_000)])],
  ])('%s, is not known', (_, policy) => {
    const record = downFor(policy, SEED);
    for (const id of ['retry-layers', 'outer-amplification', 'inner-amplification'])
      expect(whyNot(read(record, id))).toBe('its waits could be those of one layer or of two');
  });

  it('is none where nothing that failed was tried again', () => {
    expect(seen(downFor(shelved('pass-through'), SEED))).toEqual([0, 1, 1]);
    expect(seen(downFor(shelved('hedge'), SEED))).toEqual([0, 1, 1]);
  });

  it('is not known of tries that overlap, nor where calls give up after different numbers of tries', () => {
    const overlapping = downFor(retrying([3, steps(0, 1_000, 0)]), SEED);
    const hedged = {
      ...overlapping,
      attempts: overlapping.attempts.map((row) => ({ ...row, ended: row.ended + 1_500 })),
    };
    expect(whyNot(read(hedged, 'retry-layers'))).toMatch(/too few calls/);
    const budgeted = downFor(shelved('budgeted'), SEED);
    expect(read(budgeted, 'retry-layers')).not.toMatchObject({ state: 'measured', value: 2 });
    expect(whyNot(read(recordOf(), 'retry-layers'))).toMatch(/called no upstream/);
  });

  it('counts the attempts of calls that came through after all', () => {
    const record = downFor(retrying([1, AT_ONCE], [1, steps(1_000)]), SEED, 0.8);
    const [layers, outer = 0, inner = 0] = seen(record);
    expect(layers).toBe(2);
    // g(p, 1) of the inner layer, and g(p², 1) of the outer one; 95 % of 200 draws lie within a tenth.
    expect(inner).toBeCloseTo(1.8, 0);
    expect(outer * inner).toBeCloseTo(valueOf(read(record, 'amplification')), 9);
  });
});

describe('waits that Retry-After asked for', () => {
  it('tell nothing, unless the app doesn’t keep to them', () => {
    const record = downFor(retrying([2, sdkWaits], [2, steps(2_000)]), SEED);
    const asking = (retryAfter: number): RunRecord => ({
      ...record,
      attempts: record.attempts.map((row) => ({ ...row, retryAfter })),
    });
    expect(whyNot(read(asking(400), 'retry-layers'))).toMatch(/provider asked for/);
    expect(seen(asking(60_000))).toEqual([2, 3, 3]);
  });
});

describe('layers told by what the requests say', () => {
  const nine = downFor(shelved('nested'), SEED);

  it.each([
    ['an SDK in a loop', (ordinal: number) => (ordinal - 1) % 3, [2, 3, 3]],
    ['an SDK alone', (ordinal: number) => ordinal - 1, [1, 1, 9]],
    ['a gateway below an SDK', (ordinal: number) => Math.floor((ordinal - 1) / 3), [2, 3, 3]],
  ])('%s, by its counts', (_, count, answer) => {
    expect(seen(countedBy(nine, count))).toEqual(answer);
  });

  it('is not told by an SDK that doesn’t retry', () => {
    expect(
      whyNot(
        read(
          countedBy(nine, () => 0),
          'retry-layers',
        ),
      ),
    ).toMatch(/one layer or of two/);
    const waiting = downFor(retrying([2, sdkWaits], [2, steps(2_000)]), SEED);
    expect(seen(countedBy(waiting, () => 0))).toEqual([2, 3, 3]);
  });

  it('names a gateway’s retries apart from the app’s', () => {
    const record = countedBy(nine, (ordinal) => Math.floor((ordinal - 1) / 3));
    const retries = ['gateway-retries', 'sdk-retries', 'app-retries'].map((id) => valueOf(read(record, id)));
    expect(retries).toEqual([6, 2, 0]);
  });

  it('says nothing of a first try that came twice through a gateway: either may have repeated it', () => {
    const counted = countedBy(nine, () => 0);
    const passed = { ...counted, attempts: counted.attempts.map((row) => ({ ...row, gateway: 'LiteLLM' })) };
    expect(valueOf(read(counted, 'app-retries'))).toBe(8);
    expect(whyNot(read(passed, 'app-retries'))).toMatch(/no call said/);
  });

  it('by a body that is made anew with each try of the outer layer', () => {
    expect(seen(rebuiltEvery(nine, 3))).toEqual([2, 3, 3]);
    expect(seen(rebuiltEvery(nine, 1))).toEqual([1, 1, 9]);
    expect(whyNot(read(rebuiltEvery(nine, 9), 'retry-layers'))).toMatch(/one layer or of two/);
    expect(whyNot(read(rebuiltEvery(nine, 4), 'retry-layers'))).toMatch(/bodies change/);
  });
});

describe('a period of waits', () => {
  const calls = (...waits: readonly number[]): readonly (readonly number[])[] =>
    Array.from({ length: 30 }, () => waits);

  it.each([
    [[500, 1_000, 2_000, 500, 1_000], { kind: 'two', tries: 3 }],
    [[0, 900, 0, 900, 0], { kind: 'two', tries: 2 }],
    [[1_000, 0, 1_000], { kind: 'two', tries: 2 }],
    [[0, 0, 700, 0, 0, 800, 0, 0], { kind: 'two', tries: 3 }],
    [[500, 1_000, 2_000], { kind: 'one' }],
    [[500], { kind: 'one' }],
  ])('of %j is %j', (waits, period) => {
    expect(periodOfWaits(calls(...waits))).toEqual(period);
  });

  it.each([
    ['waits that fall once and don’t repeat', [0, 5_000, 1_000]],
    ['a prime number of tries whose waits fall', [500, 2_000, 500, 2_000]],
    ['three layers', [0, 500, 0, 2_000, 0, 500, 0]],
    ['nothing but equal waits', [500, 510, 500, 510, 500]],
  ])('of %s is not known', (_, waits) => {
    expect(periodOfWaits(calls(...waits)).kind).toBe('unknown');
  });
});
