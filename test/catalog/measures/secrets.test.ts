import { describe, expect, it } from 'vitest';
import { scoreRecord } from '../../../src/score/score.js';
import { read, valueOf } from '../../support/measuring.js';
import { journeyOf, recordOf, response } from '../../support/record.js';

describe('secret-share', () => {
  it('counts a key that was shown in any journey, and says nothing of other leaks', () => {
    const why = 'secret: an API key in the response';
    const record = recordOf({
      plan: { journeys: [journeyOf(), journeyOf({ name: 'note', needsModel: false })] },
      responses: [
        response({ inbound: 0, due: 30_000, class: 'raw-error', why }),
        response({ inbound: 1, due: 31_000, class: 'raw-error', why: 'raw error of the provider: 529' }),
        response({ inbound: 2, due: 32_000, class: 'raw-error', why, journey: 'note' }),
        response({ inbound: 3, due: 33_000 }),
      ],
    });
    expect(valueOf(read(record, 'secret-share'))).toBe(0.5);
    expect(scoreRecord(record).caps.find(({ id }) => id === 'secret')?.state).not.toMatch(/clear|unmeasured/);
  });
});

describe('lies-to-anyone', () => {
  it('counts a false success whoever was told it, where a model was needed', () => {
    const record = recordOf({
      plan: { journeys: [journeyOf(), journeyOf({ name: 'note', needsModel: false })] },
      responses: [
        response({ inbound: 0, due: 30_000, class: 'lie' }),
        response({ inbound: 1, due: 31_000, class: 'lie', cohort: 'c1' }),
        response({ inbound: 2, due: 32_000, class: 'lie', journey: 'note' }),
        response({ inbound: 3, due: 70_000 }),
        response({ inbound: 4, due: 5_000 }),
      ],
    });
    expect(valueOf(read(record, 'lies-to-anyone'))).toBe(0.5);
    expect(valueOf(read(record, 'lie-share'))).toBe(1);
  });
});
