/** One layer of retries is never taken for two, and two are found, over policies drawn by chance. */
import { describe, expect, it } from 'vitest';
import { randomOf, type Random } from '../../src/kit/random.js';
import type { Wait } from '../../src/simulate/policy.js';
import { subjects } from '../../src/simulate/subjects/shelf.js';
import { AT_ONCE, downFor, growing, retrying, type Jitter } from '../support/layered.js';
import { read, valueOf } from '../support/measuring.js';

const SEEDS = Array.from({ length: 100 }, (_, seed) => seed);

const JITTERS: readonly Jitter[] = [
  [1, 1],
  [0.75, 1],
  [0.5, 1],
  [0, 1],
  [1, 2],
];

function jitterOf(random: Random): Jitter {
  return JITTERS[random.at('jitter').int(0, JITTERS.length - 1)] ?? [1, 1];
}

/** Of the waits before the first three retries. */
function longest(wait: Wait): number {
  return wait.kind === 'exponential'
    ? Math.min(wait.first * wait.factor ** 2, wait.cap) * wait.jitter.high
    : 40;
}

/** Of one layer: at once, level, or growing up to a limit, with the jitter of one of the known clients. */
function waitOf(random: Random): Wait {
  const first = random.at('first').int(50, 1_000);
  const jitter = jitterOf(random);
  switch (random.at('kind').int(0, 2)) {
    case 0:
      return AT_ONCE;
    case 1:
      return growing(first, jitter, { factor: 1 });
    default:
      return growing(first, jitter, { cap: first * random.at('cap').int(2, 16) });
  }
}

describe('layers of retries, when everything is down', () => {
  it('are never two of a single-layer app on the shelf', () => {
    for (const subject of subjects.filter(({ outer }) => outer.times === 0)) {
      const layers = [1, 2, 3].map((seed) => valueOf(read(downFor(subject, seed), 'retry-layers')));
      expect(layers, subject.id).not.toContain(2);
    }
  });

  it('are two of a single layer for less than one policy in a hundred', () => {
    const wrong = SEEDS.filter((seed) => {
      const random = randomOf(seed).at('one layer');
      const policy = retrying([random.at('times').int(1, 8), waitOf(random)]);
      return valueOf(read(downFor(policy, seed), 'retry-layers')) === 2;
    });
    expect(wrong.length).toBeLessThanOrEqual(SEEDS.length / 100);
  });

  it('are found to be two for at least nineteen in twenty, where the outer one waits half as long again', () => {
    const found = SEEDS.filter((seed) => {
      const random = randomOf(seed).at('two layers');
      const inner = waitOf(random.at('inner'));
      const [n1, n2] = [random.at('n1').int(1, 3), random.at('n2').int(1, 3)];
      const pause = longest(inner) * random.at('longer').between(1.5, 10);
      const policy = retrying([n1, inner], [n2, growing(pause, jitterOf(random))]);
      const record = downFor(policy, seed);
      const factors = ['outer-amplification', 'inner-amplification'].map((id) => valueOf(read(record, id)));
      return factors[0] === n2 + 1 && factors[1] === n1 + 1;
    });
    expect(found.length).toBeGreaterThanOrEqual(0.95 * SEEDS.length);
  });
});
