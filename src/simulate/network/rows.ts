/** What a record keeps of the network beside its connections: when each toxic came and went, and what it met. */
import { ENOUGH_TO_EXPECT, isJustBefore } from '../../catalog/toxics/sought.js';
import type { ConnectionRow, ToxicRow } from '../../model/event.js';
import type { Plan, ToxicWindow } from '../../model/plan.js';
import type { ToxicFacts } from '../../model/record.js';

export function toxicRows({ network }: Plan): readonly ToxicRow[] {
  return network
    .flatMap(({ id, opens, closes }): readonly ToxicRow[] => [
      { kind: 'toxic', at: opens, window: id, is: 'added' },
      { kind: 'toxic', at: closes, window: id, is: 'removed' },
    ])
    .sort((a, b) => a.at - b.at);
}

export function toxicFacts({ network }: Plan, rows: readonly ConnectionRow[]): readonly ToxicFacts[] {
  return network.map((window) => factsOf(window, rows));
}

function factsOf(window: ToxicWindow, rows: readonly ConnectionRow[]): ToxicFacts {
  const { id, on, toxic, opens, closes } = window;
  const stood = rows.filter((row) => row.proxy === on && row.opened < closes && row.ended >= opens);
  const carried = stood.filter(
    (row) => row.toxics.includes(id) || (toxic === 'down' && row.endedBy === 'proxy'),
  );
  const connections = stood.length;
  const before = rows.filter((row) => row.proxy === on && isJustBefore(window, row.opened)).length;
  if (toxic === 'down' && carried.length === 0 && before >= ENOUGH_TO_EXPECT)
    return { window: id, connections, carried: null, bytes: null };
  const bytes = carried.reduce((sum, { sent, received }) => sum + sent + received, 0);
  return { window: id, connections, carried: carried.length, bytes };
}
