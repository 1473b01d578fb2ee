import { expect, it } from 'vitest';
import { selftest } from '../../../../src/entry/cli/commands/selftest.js';
import type { Door } from '../../../../src/entry/cli/door.js';
import { BrownoutError } from '../../../../src/model/problem.js';

interface Heard {
  readonly door: Door;
  readonly text: () => string;
}

function listening(): Heard {
  let out = '';
  const style = { colour: false, unicode: true, columns: 80 };
  const door: Door = {
    out: (text) => void (out += text),
    err: () => undefined,
    ...{ env: {}, cwd: '/', style, errStyle: style, live: false },
    signal: new AbortController().signal,
    wallTime: () => new Date(0),
  };
  return { door, text: () => out };
}

it('prints a row for every answer of the worlds that were asked for, and ends well', async () => {
  const { door, text } = listening();
  expect(await selftest.run({ id: ['K1', 'K9'], seeds: 3, seed: 1, simulated: true }, door)).toBe(0);
  expect(text().match(/^simulated K\d/gm)).toEqual(['simulated K1', 'simulated K9']);
  const rows = text().match(/^ {2}(pass {2}|.* pass$)/gm);
  expect(rows).toHaveLength(4);
  expect(text()).toContain('4 of 4 hold, 0 fail, 0 not measured.');
});

it('hears a signal between two runs in virtual time', async () => {
  const { door, text } = listening();
  const stopped = { ...door, signal: AbortSignal.abort('SIGINT') };
  // Many enough to last longer than a slice, in which no signal could be heard.
  const played = selftest.run({ id: ['K1'], seeds: 2000, seed: 1, simulated: true }, stopped);
  await expect(played).rejects.toMatchObject({ ending: 'interrupted' });
  expect(text()).toBe('');
});

it('gives the same rows as JSON', async () => {
  const { door, text } = listening();
  await selftest.run({ id: ['K9'], seeds: 3, seed: 1, json: true, simulated: true }, door);
  expect(JSON.parse(text())).toMatchObject({
    format: 1,
    rows: [{ world: 'simulated', id: 'K9', expected: 4, verdict: 'pass' }],
  });
});

it.each([
  [{ id: ['K99'] }, 'there is no known answer "K99"'],
  [{ id: ['K9'], real: true }, 'there is no known answer "K9"'],
  [
    { real: true, simulated: true },
    "--simulated and --real can't go together: each says that the other is left out",
  ],
  [{ id: ['K9'], seeds: 2 }, '--seeds takes a whole number from 3, not 2'],
  [{ aa: true, runs: 4, seeds: 3 }, '--seeds takes a whole number from 1 to 2, not 3'],
  [{ aa: true, runs: 4, jobs: 0 }, '--jobs takes a whole number from 1 to 32, not 0'],
  [{ id: ['K9'], seed: 0.5 }, '--seed takes a whole number from 0, not 0.5'],
])('refuses %j', async (args, said) => {
  const error: unknown = await selftest.run(args, listening().door).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(BrownoutError);
  expect(error instanceof BrownoutError && error.message).toBe(said);
});
