/** What each toxic met: a window that met nothing on any connection has hurt nobody. */
import { ENOUGH_TO_EXPECT, isJustBefore } from '../../catalog/toxics/sought.js';
import type { ConnectionRow } from '../../model/event.js';
import type { Plan, ToxicWindow } from '../../model/plan.js';
import type { ToxicFacts } from '../../model/record.js';
import type { Millis } from '../../model/units.js';
import type { Through } from './contract.js';
import { frontOf, windowOfToxic } from './ours.js';

export interface Hits {
  /** The row in the plan's own words: front and windows; null for a connection of somebody else's proxy. */
  named(row: ConnectionRow): ConnectionRow | null;
  opened(window: ToxicWindow, at: Millis): void;
  closed(window: ToxicWindow, at: Millis): void;
  /** `through`: what came to each toxic of the proxy, by the toxic's own name. */
  met(row: ConnectionRow, through: Through): void;
  facts(): readonly ToxicFacts[];
}

interface Counted {
  readonly window: ToxicWindow;
  opened: Millis;
  closed: Millis;
  connections: number;
  carried: number;
  bytes: number;
  /** Connections that were made just before. */
  before: number;
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
    met: (row, through) => {
      for (const one of counted) if (one.window.on === row.proxy) count(one, row, through);
    },
    facts: () => counted.map((one) => factsOf(one, isSeen)),
  };
}

function fresh(window: ToxicWindow): Counted {
  return { window, opened: Infinity, closed: Infinity, connections: 0, carried: 0, bytes: 0, before: 0 };
}

function count(one: Counted, row: ConnectionRow, through: Through): void {
  const { window } = one;
  if (isJustBefore(window, row.opened)) one.before += 1;
  if (row.opened >= one.closed || row.ended < one.opened) return;
  one.connections += 1;
  const wasCut = window.toxic === 'down' && row.endedBy === 'proxy' && row.ended <= one.closed;
  if (!wasCut && !row.toxics.includes(window.id)) return;
  one.carried += 1;
  for (const [toxic, bytes] of through) if (windowOfToxic(toxic) === window.id) one.bytes += bytes;
}

function factsOf({ window, connections, carried, bytes, before }: Counted, isSeen: boolean): ToxicFacts {
  const isSought = window.toxic === 'down' && carried === 0 && before >= ENOUGH_TO_EXPECT;
  const isUnknown = !isSeen || isSought;
  return isUnknown
    ? { window: window.id, connections: isSeen ? connections : null, carried: null, bytes: null }
    : { window: window.id, connections, carried, bytes };
}
