import { describe, expect, test } from 'vitest';
import { secretsIn } from '../../../src/catalog/answers/canary.js';
import { providerById, providers } from '../../../src/catalog/providers/shelf.js';
import { eachProvider } from '../../support/dialect.js';

describe('the shelf of providers', () => {
  test('finds each by its id', () => {
    for (const provider of providers) expect(providerById(provider.id)).toBe(provider);
    expect(providerById('nobody')).toBeUndefined();
  });

  test.each(eachProvider)('%s hands out addresses of ours and one harmless key', (_id, provider) => {
    const values = Object.values(provider.env('http://127.0.0.1:4010'));
    const keys = values.filter((value) => secretsIn(value).length > 0);
    expect(new Set(keys).size).toBe(1);
    const others = values.filter((value) => !keys.includes(value));
    expect(others.length).toBeGreaterThan(0);
    expect(others.every((value) => /^http:\/\/127\.0\.0\.1:4010(?:\/v1)?$/.test(value))).toBe(true);
  });
});
