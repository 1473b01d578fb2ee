/** No modelled app has a rate limiter, so none may be seen to have one. */
import { describe, expect, it } from 'vitest';
import { always, failing } from '../../src/simulate/known/worlds.js';
import { subjects } from '../../src/simulate/subjects/shelf.js';
import { modelled } from '../support/modelled.js';
import { read } from '../support/measuring.js';

const ILLS = [
  { is: 'all fail', faults: [failing(1)] },
  { is: 'half fail', faults: [failing(0.5)] },
  { is: 'all hang', faults: [always('hang', {})] },
];
const SEEDS = [1, 2, 3];

describe.each(ILLS)('where $is', ({ faults }) => {
  it.each(subjects.map((subject) => [subject.id, subject] as const))(
    'no ceiling is seen of %s',
    (_, subject) => {
      for (const seed of SEEDS) {
        const record = modelled(subject, faults, { seed, recovery: 20_000, upstreams: 2 });
        for (const phase of ['outage', 'recovery'])
          expect(read(record, 'attempt-ceiling', { phase }).state, `seed ${seed}, ${phase}`).toBe(
            'unmeasured',
          );
      }
    },
  );
});
