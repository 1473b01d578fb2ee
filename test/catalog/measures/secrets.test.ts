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
