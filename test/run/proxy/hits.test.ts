import { describe, expect, it } from 'vitest';
import type { ConnectionRow } from '../../../src/model/event.js';
import type { ToxicWindow } from '../../../src/model/plan.js';
import { hitsOf } from '../../../src/run/proxy/hits.js';
import { planOf, toxicWindowOf } from '../../support/record.js';

const PREFIX = 'brownout-0123456789ab-1790000000-';
const window = toxicWindowOf({ opens: 10, closes: 20 });

function connection(changes: Partial<ConnectionRow> = {}): ConnectionRow {
  return {
    kind: 'connection',
    proxy: 'claude',
    opened: 5,
    ended: 30,
    sent: 100,
    received: 1_000,
    endedBy: 'client',
    toxics: ['n1'],
    ...changes,
  };
}

/** What came to the toxic of a connection that carried it. */
const THROUGH = new Map([
  ['n1-upstream', 40],
  ['n1-downstream', 300],
  ['n2-downstream', 7],
]);

function factsAfter(rows: readonly ConnectionRow[], of: ToxicWindow = window) {
  const hits = hitsOf(planOf({ network: [of] }), true);
  hits.opened(of, 10);
  hits.closed(of, 20);
  for (const row of rows) hits.met(row, row.toxics.length === 0 ? new Map<string, number>() : THROUGH);
  return hits.facts()[0];
}

describe('what a toxic met', () => {
  it('is the connections that stood while it was open, those of them that carried it, and what came to it', () => {
    const rows = [connection(), connection({ toxics: [] }), connection({ opened: 12, ended: 13 })];
    expect(factsAfter(rows)).toEqual({ window: 'n1', connections: 3, carried: 2, bytes: 680 });
  });

  it('is nothing that was over before, or came after', () => {
    const rows = [
      connection({ opened: 1, ended: 9, toxics: [] }),
      connection({ opened: 20, ended: 30, toxics: [] }),
    ];
    expect(factsAfter(rows)).toEqual({ window: 'n1', connections: 0, carried: 0, bytes: 0 });
  });

  it('is nothing of another proxy', () => {
    expect(factsAfter([connection({ proxy: 'gpt' })])?.connections).toBe(0);
  });

  it('is whoever was cut, where nobody gets through', () => {
    const down = toxicWindowOf({ toxic: 'down', attributes: {} });
    const rows = [connection({ toxics: [], endedBy: 'proxy', ended: 11 }), connection({ toxics: [] })];
    expect(factsAfter(rows, down)?.carried).toBe(1);
  });

  const down = toxicWindowOf({ toxic: 'down', attributes: {}, opens: 10, closes: 20 });
  const shortLived = (opened: number) => connection({ opened, ended: opened + 0.5, toxics: [] });

  it('is not known where those who were refused leave no trace, and some must have come', () => {
    expect(factsAfter([0, 4, 9.9].map(shortLived), down)?.carried).toBeNull();
  });

  it('is nothing where hardly anybody connected just before', () => {
    expect(factsAfter([4, 9.9].map(shortLived), down)?.carried).toBe(0);
  });

  it('is nothing where it was in use only long before, or after', () => {
    const short = { ...down, closes: 13 };
    expect(factsAfter([1, 2, 3, 6.9, 20, 21, 22].map(shortLived), short)?.carried).toBe(0);
  });

  it('is not known behind a server that tells nothing', () => {
    const hits = hitsOf(planOf({ network: [window] }), false);
    expect(hits.facts()).toEqual([{ window: 'n1', connections: null, carried: null, bytes: null }]);
  });
});

describe('a row of the proxy', () => {
  const hits = hitsOf(planOf({ network: [window] }), true);

  it('is told in the words of the plan, both directions of one window as one', () => {
    const row = connection({ proxy: `${PREFIX}claude`, toxics: ['n1-upstream', 'n1-downstream'] });
    expect(hits.named(row)).toEqual(connection({ proxy: 'claude', toxics: ['n1'] }));
  });

  it("is nobody's where somebody else made the proxy", () => {
    expect(hits.named(connection({ proxy: 'redis' }))).toBeNull();
  });
});
