import { expect, it } from 'vitest';
import { leakIn } from '../../../src/catalog/answers/leak.js';

it('shows what was leaked with what stood before it, and says where that was cut', () => {
  expect(leakIn('TypeError: x is not a function', false)?.said).toBe(
    'an exception as text: TypeError: x is not a function',
  );
  const long = `${'a'.repeat(30)}bcd TypeError: x`;
  expect(leakIn(long, false)?.said).toBe(`an exception as text: …${'a'.repeat(26)}bcd TypeError: x`);
});
