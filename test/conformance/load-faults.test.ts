/**
 * Both engines against an app that breaks every fifth answer: each row must end as the app meant it,
 * and the answers between the broken ones must be told as quick as they were. For the closed engine
 * this is the contract with autocannon's insides.
 */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ResponseEnd } from '../../src/model/event.js';
import type { Plan } from '../../src/model/plan.js';
import { closedPlan, drive, noteJourney, openPlan, warmUp } from '../support/driven.js';
import { serveFaults, type Breach, type FaultServer } from '../support/fault-server.js';

const ENDS: Readonly<Record<Breach | 'unseen', ResponseEnd | 'never seen by the app'>> = {
  ok: 'complete',
  unseen: 'never seen by the app',
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

const BREACHES = Object.keys(ENDS).filter((breach) => breach !== 'ok' && breach !== 'unseen') as Breach[];

const engines: readonly { readonly engine: string; readonly plan: (changes: Partial<Plan>) => Plan }[] = [
  { engine: 'the open engine', plan: (plan) => openPlan({ perSecond: 200, length: 300, plan }) },
  { engine: 'the closed engine', plan: (plan) => closedPlan({ users: 4, length: 300, plan }) },
];

let server: FaultServer | null = null;
beforeAll(warmUp);
afterEach(() => server?.close());

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

for (const { engine, plan } of engines) {
  describe(engine, () => {
    it.each(BREACHES)('tells every answer with "%s" among good ones as what it was', async (breach) => {
      server = await serveFaults((nth) => (nth % 5 === 4 ? breach : 'ok'));
      const patience = breach.startsWith('hang') ? 2_500 : 15_000;
      const driven = await drive(plan({ journeys: [noteJourney({ patience })] }), server.url).done;
      const { seen } = server;
      const truth = driven.rows.map((row) => seen.get(driven.tokenOf(row)));
      expect(driven.rows.map(({ end }) => end)).toEqual(truth.map((each) => ENDS[each?.breach ?? 'unseen']));
      expect(driven.rows).toHaveLength(seen.size);
      expect(new Set(driven.rows.map(({ inbound }) => inbound)).size).toBe(seen.size);
      expect(sorted(driven.ended)).toEqual(sorted(driven.opened));

      const good = driven.rows.filter((_, index) => truth[index]?.breach === 'ok');
      const answers = good.map(
        (row) => seen.get(driven.tokenOf(row)) ?? { came: Number.NaN, answered: Number.NaN },
      );
      const lags = good.map(({ ended }, index) => driven.began + ended - (answers[index]?.answered ?? 0));
      const took = answers.map(({ came, answered }) => answered - came);
      // Nobody is told an answer before the app gave it, nor when it gave a later one: autocannon unmended
      // is 20 answers late. A turn of the loop is less than an answer takes.
      expect(lags.filter((lag) => lag < 0)).toEqual([]);
      expect(median(lags)).toBeLessThan(median(took));
    });

    it('counts refused connections one by one, and does not storm', async () => {
      const gone = await serveFaults(() => 'ok');
      await gone.close();
      const driven = await drive(plan({}), gone.url).done;
      expect(driven.rows.length).toBeGreaterThan(0);
      expect(driven.ends()).toEqual({ refused: driven.rows.length });
      // 80 arrivals, or 4 users who knock every 250 ms: unmended autocannon makes thousands.
      expect(driven.rows.length).toBeLessThanOrEqual(80);
    });
  });
}

function sorted(numbers: readonly number[]): readonly number[] {
  return [...numbers].sort((a, b) => a - b);
}
