/** The whole table of known answers, with few seeds: what `brownout selftest` plays with more, and on sockets. */
import { expect, it } from 'vitest';
import { knownIds, trySimulated } from '../../src/entry/selftest.js';
import type { KnownWorld } from '../../src/simulate/known/known.js';
import { knownWorlds, shortWorlds } from '../../src/simulate/known/shelf.js';
import { verdicts, type KnownRow } from '../../src/simulate/known/verdict.js';

function unsound(shelf: readonly KnownWorld[], id: string): readonly KnownRow[] {
  const options = { seed: 1, seeds: 4, only: [id], version: 'test', progress: () => undefined };
  const rows = verdicts(trySimulated(options, shelf));
  expect(rows.length).toBeGreaterThan(0);
  return rows.filter(({ verdict }) => verdict !== 'pass');
}

it.each(knownIds(knownWorlds))('%s is measured as arithmetic says', (id) => {
  expect(unsound(knownWorlds, id)).toEqual([]);
});

/** Without sockets there is no network to hurt. */
const modelled = shortWorlds.filter(({ shape }) => shape.network?.toxic !== 'timeout');

it.each(knownIds(modelled))('%s is so within seconds too', (id) => {
  expect(unsound(modelled, id)).toEqual([]);
});
