import { expect, it } from 'vitest';
import { healthy } from '../../support/fake-provider.js';
import { hurt } from './hurt.js';

it('a hang says nothing at all', () => {
  expect(hurt(healthy('streamed'), 'hang')).toEqual([{ do: 'hang', after: 0 }]);
});
