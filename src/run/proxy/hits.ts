/** What each toxic met: a window that no connection carried has hurt nobody. */
import type { ConnectionRow } from '../../model/event.js';
import type { Plan, ToxicWindow } from '../../model/plan.js';
import type { ToxicFacts } from '../../model/record.js';
import type { Millis } from '../../model/units.js';
import { frontOf, windowOfToxic } from './ours.js';

export interface Hits {
  /** The row in the plan's own words: front and windows; null for a connection of somebody else's proxy. */
  named(row: ConnectionRow): ConnectionRow | null;
  opened(window: ToxicWindow, at: Millis): void;
  closed(window: ToxicWindow, at: Millis): void;
  met(row: ConnectionRow): void;
  facts(): readonly ToxicFacts[];
}

interface Counted {
  readonly window: ToxicWindow;
  opened: Millis;
  closed: Millis;
  connections: number;
  carried: number;
  bytes: number;
}

/** `isSeen`: false behind a server that tells us nothing of its connections. */
export function hitsOf({ network }: Plan, isSeen: boolean): Hits {
  const counted = network.map((window) => fresh(window));
  const byId = new Map(counted.map((one) => [one.window.id, one]));
  return {
    named: (row) => {
      const proxy = frontOf(row.proxy);
      if (proxy === null) return null;
      const windows = row.toxics.map(windowOfToxic).filter((id) => id !== null);
      return { ...row, proxy, toxics: [...new Set(windows)] };
    },
    opened: ({ id }, at) => {
      const one = byId.get(id);
      if (one !== undefined) one.opened = at;
    },
    closed: ({ id }, at) => {
      const one = byId.get(id);
      if (one !== undefined) one.closed = at;
    },
    met: (row) => {
      for (const one of counted) if (one.window.on === row.proxy) count(one, row);
    },
    facts: () => counted.map((one) => factsOf(one, isSeen)),
  };
}

function fresh(window: ToxicWindow): Counted {
  return { window, opened: Infinity, closed: Infinity, connections: 0, carried: 0, bytes: 0 };
}

function count(one: Counted, row: ConnectionRow): void {
  const { window } = one;
  if (row.opened >= one.closed || row.ended < one.opened) return;
  one.connections += 1;
  const wasCut = window.toxic === 'down' && row.endedBy === 'proxy';
  if (!wasCut && !row.toxics.includes(window.id)) return;
  one.carried += 1;
  one.bytes += row.sent + row.received;
}

function factsOf({ window, connections, carried, bytes }: Counted, isSeen: boolean): ToxicFacts {
  // Who is refused by a port that nobody listens on leaves no trace there.
  const isUnknown = !isSeen || (window.toxic === 'down' && carried === 0);
  return isUnknown
    ? { window: window.id, connections: isSeen ? connections : null, carried: null, bytes: null }
    : { window: window.id, connections, carried, bytes };
}
