import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '../../../src/run/mock/fingerprint.js';

test('one changed character makes another', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, place) => {
      const at = place % text.length;
      const other = text.slice(0, at) + (text.charAt(at) === 'x' ? 'y' : 'x') + text.slice(at + 1);
      expect(fingerprint(other)).not.toBe(fingerprint(text));
    }),
  );
});
