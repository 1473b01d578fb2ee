import { expect, it } from 'vitest';
import { finished, type Steps } from '../../src/kit/steps.js';

it('plays all steps, those of a part too, and gives the result', () => {
  let played = 0;
  function* part(): Steps<number> {
    for (; played < 3; played += 1) yield;
    return played * 2;
  }
  function* whole(): Steps<string> {
    return `${yield* part()} of ${played}`;
  }
  expect(finished(whole())).toBe('6 of 3');
});
