import { describe, expect, it } from 'vitest';
import {
  frontOf,
  isExpired,
  nameOfOurs,
  nameOfToxic,
  prefixOf,
  windowOfToxic,
} from '../../../src/run/proxy/ours.js';
import { planOf } from '../../support/record.js';

const NOW = 1_790_000_000_000;

describe('a proxy of ours', () => {
  const name = nameOfOurs(prefixOf(planOf(), NOW), 'claude-eu');

  it('says for whom it stands', () => {
    expect(frontOf(name)).toBe('claude-eu');
  });

  it('may be removed by anybody once the run and some time more are over, not before', () => {
    expect(isExpired(name, NOW)).toBe(false);
    expect(isExpired(name, NOW + 100_000)).toBe(false);
    expect(isExpired(name, NOW + 3_600_000)).toBe(true);
  });

  it('has a name that no other run has', () => {
    expect(prefixOf(planOf(), NOW)).not.toBe(prefixOf(planOf(), NOW));
  });
});

it.each(['redis', 'brownout-redis', 'brownout-xyz-1-redis', ''])('%j is not ours', (name) => {
  expect(frontOf(name)).toBeNull();
  expect(isExpired(name, Number.MAX_SAFE_INTEGER)).toBe(false);
});

it('the name of a toxic says its window', () => {
  expect(windowOfToxic(nameOfToxic('n12', 'upstream'))).toBe('n12');
  expect(windowOfToxic('latency_downstream')).toBeNull();
});
