import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mintToken, tokensIn } from '../../../src/catalog/answers/token.js';
import { randomOf } from '../../../src/kit/random.js';

const minted = (seed: number, name: number): string => mintToken(randomOf(seed).at('inbound', name));
const tokens = fc.tuple(fc.nat(), fc.nat()).map(([seed, name]) => minted(seed, name));

test('a minted token has 16 lowercase letters and is known as one', () => {
  fc.assert(
    fc.property(tokens, (token) => {
      expect(token).toMatch(/^[a-z]{16}$/);
      expect(tokensIn(token)).toEqual([token]);
    }),
  );
});

test('100,000 inbounds have 100,000 tokens', () => {
  const root = randomOf(7).at('inbound');
  const all = new Set(Array.from({ length: 100_000 }, (_, inbound) => mintToken(root.at(inbound))));
  expect(all.size).toBe(100_000);
});

test('tokens are found in order, repeats included, between anything that is no lowercase letter', () => {
  const gap = fc.string().map((text) => ` ${text.replaceAll(/[a-z]/g, '')} `);
  fc.assert(
    fc.property(fc.array(fc.tuple(tokens, gap)), gap, (parts, before) => {
      const text = before + parts.map(([token, after]) => token + after).join('');
      expect(tokensIn(text)).toEqual(parts.map(([token]) => token));
    }),
  );
});

test.each([
  ['an escaped line break', (token: string) => String.raw`text\n${token}\nmore`],
  ['letters glued to it', (token: string) => `user${token}asks`],
  ['the very ends of the text', (token: string) => token],
  ['uppercase letters', (token: string) => `ID${token}ID`],
])('a token is found within %s', (_, wrap) => {
  for (let name = 0; name < 200; name += 1) {
    expect(tokensIn(wrap(minted(3, name)))).toContain(minted(3, name));
  }
});

test('one changed letter makes it no token', () => {
  fc.assert(
    fc.property(tokens, fc.nat(15), fc.integer({ min: 1, max: 25 }), (token, place, shift) => {
      const changed = String.fromCharCode(97 + ((token.charCodeAt(place) - 97 + shift) % 26));
      const broken = token.slice(0, place) + changed + token.slice(place + 1);
      // A sum of 4 letters misses one change in 457,000; a change within the sum is never missed.
      if (place >= 12) expect(tokensIn(broken)).toEqual([]);
      else expect(broken.slice(12)).toBe(token.slice(12));
    }),
  );
});

test('random words of 16 letters are mistaken for a token about once in 26^4', () => {
  const next = randomOf(11).sequence();
  const letter = (): string => String.fromCharCode(97 + Math.floor(next() * 26));
  let mistaken = 0;
  for (let word = 0; word < 200_000; word += 1) {
    mistaken += tokensIn(Array.from({ length: 16 }, letter).join('')).length;
  }
  // Poisson with mean 0.44: more than 5 would happen once in 100,000 seeds.
  expect(mistaken).toBeLessThanOrEqual(5);
});

test('a blob of letters without an end is not searched', () => {
  const blob = 'abcdefghijklm'.repeat(8_000);
  expect(tokensIn(`${blob} ${minted(1, 1)}`)).toEqual([minted(1, 1)]);
});
