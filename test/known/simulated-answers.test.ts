/** The whole table of known answers, with few seeds: what `brownout selftest` plays with more. */
import { expect, it } from 'vitest';
import { knownIds, selftest } from '../../src/entry/selftest.js';

it.each(knownIds())('%s is measured as arithmetic says', (id) => {
  const rows = selftest({ seed: 1, seeds: 4, only: [id], version: 'test', progress: () => undefined });
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
});
