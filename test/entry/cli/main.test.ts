import { expect, it } from 'vitest';
import { sayThrown } from '../../../src/entry/cli/main.js';
import { memoryDoor } from '../../support/door.js';

it.each([
  ['18.20.8', 2, /^error {2}Node 18\.20\.8 is too old for Brownout\n[^]*20\.19/],
  ['20.19.0', 70, /an error that we did not foresee: yargs wants[^]*a defect of Brownout/],
])('an error that nobody foresaw is, on Node %s, exit %d', (node, code, said) => {
  const { door, heard } = memoryDoor();
  expect(sayThrown(new Error('yargs wants another Node'), door, node)).toBe(code);
  expect(heard.err).toMatch(said);
});
