import { expect, it } from 'vitest';
import { isScheduled } from '../../../src/catalog/faults/schedule.js';
import type { Schedule } from '../../../src/model/scenario.js';

const FLAPPING: Schedule = { kind: 'flapping', on: 5000, off: 3000 };
const BURST: Schedule = { kind: 'burst', every: 10_000, for: 2000 };
const FIRST: Schedule = { kind: 'first', calls: 3 };

it.each<[Schedule, number, number, boolean]>([
  [{ kind: 'constant' }, 0, 0, true],
  [{ kind: 'constant' }, -1, 0, false],
  [FLAPPING, 0, 0, true],
  [FLAPPING, 4999, 0, true],
  [FLAPPING, 5000, 0, false],
  [FLAPPING, 7999, 0, false],
  [FLAPPING, 8000, 0, true],
  [BURST, 1999, 0, true],
  [BURST, 2000, 0, false],
  [BURST, 11_000, 0, true],
  [FIRST, 0, 0, true],
  [FIRST, 60_000, 2, true],
  [FIRST, 0, 3, false],
])('%j at %d ms after %d calls hurts: %s', (schedule, at, before, hurts) => {
  expect(isScheduled(schedule, at, before)).toBe(hurts);
});
