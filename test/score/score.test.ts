import { expect, it } from 'vitest';
import { measures } from '../../src/catalog/measures/shelf.js';
import { scoreRecord, scoreSteps } from '../../src/score/score.js';
import { playRecord } from '../support/record.js';

it('scores in steps, one for each measure, and says the same as in one go', () => {
  const record = playRecord(() => null);
  const steps = scoreSteps(record);
  for (let taken = 0; taken < measures.length; taken += 1) expect(steps.next().done).toBe(false);
  expect(steps.next()).toEqual({ done: true, value: scoreRecord(record) });
});
