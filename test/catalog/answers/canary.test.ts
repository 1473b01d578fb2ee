import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canariesIn, harmlessKey, mintCanary, secretsIn } from '../../../src/catalog/answers/canary.js';
import { tokensIn } from '../../../src/catalog/answers/token.js';

test('a canary looks like the rest of a request id and is found in any text', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.string(), fc.string(), (seed, attempt, before, after) => {
      const canary = mintCanary(seed, attempt);
      expect(canary).toMatch(/^01B[0-9A-Za-z]{17}$/);
      expect(canariesIn(`${before}req_${canary}"${after}`)).toContain(canary);
    }),
  );
});

test('every attempt has its own', () => {
  const all = new Set(Array.from({ length: 50_000 }, (_, attempt) => mintCanary(1, attempt)));
  expect(all.size).toBe(50_000);
});

test('a canary is no question token', () => {
  for (let attempt = 0; attempt < 5_000; attempt += 1) expect(tokensIn(mintCanary(1, attempt))).toEqual([]);
});

test('ids that only look like one are not taken for it', () => {
  const canary = mintCanary(1, 1);
  const broken = canary.slice(0, -1) + (canary.endsWith('0') ? '1' : '0');
  expect(canariesIn(`req_${broken} req_011CSHoEeqs5C35K2UUqR7Fy ${'01B'.repeat(500)} 01B`)).toEqual([]);
});

test.each(['anthropic', 'openai', 'gemini', 'ollama'])(
  'the key for %s says what it is and is known again',
  (id) => {
    const key = harmlessKey(id);
    expect(key).toContain('brownout');
    expect(secretsIn(`{"key":"${key}","again":"Bearer ${key}"}`)).toEqual([key, key]);
  },
);

test('keys begin as their vendors do', () => {
  expect(harmlessKey('anthropic')).toMatch(/^sk-ant-/);
  expect(harmlessKey('openai')).toMatch(/^sk-/);
});

test('a fragment that still names us is a secret, other text is not', () => {
  expect(secretsIn('invalid key proj-brownout-harmless-key-op…')).toEqual(['proj-brownout-harmless-key-op']);
  expect(secretsIn('served by brownout')).toEqual([]);
});
