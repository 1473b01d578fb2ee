import { expect, it } from 'vitest';
import { whoseTime } from '../../../src/catalog/reporters/whose-time.js';
import { scoreRecord } from '../../../src/score/score.js';
import { playRecord, recordOf } from '../../support/record.js';

it('says whose a latency is, and what is not known of it', () => {
  const card = scoreRecord(playRecord(() => null));
  expect(whoseTime(card, { floor: { p50: 0.3, p99: 1 } })).toMatch(
    /^Median on a good day: .+ at the providers, .+ in the app; of the latter our own share is .+\.$/,
  );
  expect(whoseTime(card, { floor: null })).toMatch(/our own share is not known\.$/);
  expect(whoseTime(scoreRecord(recordOf()), { floor: null })).toBe(
    'Not known for the app. Our own share: not known.',
  );
});
