import { expect, test } from 'vitest';
import { RetryBudget } from '../../../src/demo/hardened/retry-budget.js';

test('however many fail, retries add a tenth and the first one', () => {
  const budget = new RetryBudget();
  let retries = 0;
  for (let call = 0; call < 1_000; call += 1) {
    budget.called();
    if (budget.take()) retries += 1;
  }
  expect(retries).toBeGreaterThanOrEqual(99);
  expect(retries).toBeLessThanOrEqual(101);
});

test('a quiet time saves up five and no more', () => {
  const budget = new RetryBudget();
  for (let call = 0; call < 500; call += 1) budget.called();
  expect(Array.from({ length: 8 }, () => budget.take()).filter(Boolean)).toHaveLength(5);
});
