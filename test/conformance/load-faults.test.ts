/**
 * Both engines against an app that breaks every fifth answer: each row must end as the app meant it,
 * and the answers between the broken ones must be told as quick as they were. For the closed engine
 * this is the contract with autocannon's insides (research/performance.md 1.3).
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { ResponseEnd, ResponseRow } from '../../src/model/event.js';
import type { Plan } from '../../src/model/plan.js';
import { closedPlan, drive, openPlan, type Driven } from '../support/driven.js';
import { serveFaults, type Breach, type FaultServer } from '../support/fault-server.js';

const ENDS: Readonly<Record<Exclude<Breach, 'ok'>, ResponseEnd>> = {
  'status-500': 'complete',
  'reset-before-head': 'reset',
  'end-before-head': 'reset',
  'body-cut-by-end': 'aborted',
  'body-cut-by-reset': 'aborted',
  'chunks-cut-by-end': 'aborted',
  'chunks-cut-and-close': 'aborted',
  garbage: 'reset',
  'garbage-kept-open': 'reset',
  hang: 'deadline',
  'hang-in-body': 'deadline',
  megabytes: 'complete',
  'slow-stream': 'complete',
  'close-delimited': 'complete',
  'connection-close': 'complete',
  'closed-when-idle': 'complete',
  'early-hint': 'complete',
  'answered-twice': 'complete',
};

const BREACHES = Object.keys(ENDS) as Exclude<Breach, 'ok'>[];

const engines: readonly { readonly engine: string; plan(): Plan }[] = [
  { engine: 'the open engine', plan: () => openPlan({ perSecond: 100, length: 1_000 }) },
  { engine: 'the closed engine', plan: () => closedPlan({ users: 4, length: 1_000 }) },
];

let server: FaultServer | null = null;
afterEach(() => server?.close());

function endOf(driven: Driven, row: ResponseRow, seen: ReadonlyMap<string, Breach>): string {
  const breach = seen.get(driven.tokenOf(row));
  if (breach === undefined) return 'never seen by the app';
  return breach === 'ok' ? 'complete' : ENDS[breach];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

for (const { engine, plan } of engines) {
  describe(engine, () => {
    it.each(BREACHES)('tells every answer with "%s" among good ones as what it was', async (breach) => {
      server = await serveFaults((nth) => (nth % 5 === 4 ? breach : 'ok'));
      const driven = await drive(plan(), server.url).done;
      const { seen } = server;
      expect(driven.rows.map(({ end }) => end)).toEqual(driven.rows.map((row) => endOf(driven, row, seen)));
      expect(driven.rows).toHaveLength(seen.size);
      expect(new Set(driven.rows.map(({ inbound }) => inbound)).size).toBe(seen.size);
      expect(driven.opened.length).toBe(seen.size);
      expect([...driven.ended].sort()).toEqual([...driven.opened].sort());
    });

    it.each(BREACHES)('is not led astray in the times of good answers by "%s"', async (breach) => {
      server = await serveFaults((nth) => (nth % 5 === 4 ? breach : 'ok'), 20);
      const driven = await drive(plan(), server.url).done;
      const { seen } = server;
      const good = driven.rows.filter((row) => seen.get(driven.tokenOf(row)) === 'ok');
      // Unmended autocannon says 396 to 405 ms here (research/ecosystem.md 1.2); the answer takes 20.
      expect(median(good.map(({ ended, due }) => ended - due))).toBeLessThan(100);
      expect(Math.min(...good.map(({ ended, due }) => ended - due))).toBeGreaterThanOrEqual(19);
    });

    it('counts refused connections one by one, and does not storm', async () => {
      const gone = await serveFaults(() => 'ok');
      await gone.close();
      const driven = await drive(plan(), gone.url).done;
      expect(driven.ends()).toEqual({ refused: driven.rows.length });
      // 4 users at 250 ms, or 100 arrivals: unmended autocannon makes thousands.
      expect(driven.rows.length).toBeGreaterThan(0);
      expect(driven.rows.length).toBeLessThanOrEqual(100);
    });
  });
}
