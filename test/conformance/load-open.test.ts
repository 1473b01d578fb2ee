/** What only users who don't wait for each other do. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { drawSchedule } from '../../src/catalog/arrivals/draw.js';
import { serveApp, type App } from '../support/app.js';
import {
  ANSWER,
  drive,
  good,
  limits,
  noteJourney,
  openPlan,
  phaseWith,
  standStill,
  warmUp,
} from '../support/driven.js';

let app: App | null = null;

beforeAll(warmUp);

afterEach(() => app?.close());

describe('the open engine alone', () => {
  it('sends every inbound that was drawn, never early, in the phase of its due time', async () => {
    app = await serveApp(good);
    const load = { kind: 'open', rate: { kind: 'per-second', value: 100 }, arrivals: 'poisson' } as const;
    const phases = [phaseWith('before', 0, 200, load), phaseWith('during', 200, 500, load)];
    const plan = openPlan({ perSecond: 0, length: 0, plan: { phases } });
    const schedule = drawSchedule(plan);
    const { rows } = await drive(plan, app.url).done;
    const told = [...rows].sort((a, b) => a.inbound - b.inbound);
    expect(told.map(({ inbound, due }) => [inbound, due])).toEqual(
      Array.from({ length: schedule.count }, (_, index) => [index, schedule.dueOf(index) / 1_000]),
    );
    expect(told.filter(({ sent, due }) => sent === null || sent < due)).toEqual([]);
    for (const { phase, due } of told) expect(phase).toBe(due < 200 ? 'before' : 'during');
  });

  it('lets nobody wait for anybody: all are sent though none is answered', async () => {
    let asked = 0;
    app = await serveApp(() => (asked += 1));
    const journeys = [noteJourney({ patience: 30_000 })];
    const plan = openPlan({
      perSecond: 200,
      length: 500,
      plan: { journeys, limits: { ...limits, drain: 300 } },
    });
    const { rows } = await drive(plan, app.url).done;
    expect(asked).toBe(drawSchedule(plan).count);
    expect(rows).toHaveLength(asked);
  });

  it('counts whom it had no socket for, one by one', async () => {
    let asked = 0;
    app = await serveApp(() => (asked += 1));
    const journeys = [noteJourney({ patience: 30_000 })];
    const changes = { journeys, limits: { ...limits, drain: 100, openSockets: 7 } };
    const plan = openPlan({ perSecond: 100, length: 300, plan: changes });
    const driven = await drive(plan, app.url).done;
    const { count } = drawSchedule(plan);
    expect(asked).toBe(7);
    expect(driven.ends()).toEqual({ censored: 7, unsent: count - 7 });
    expect(driven.rows.filter(({ end }) => end === 'unsent').every(({ sent }) => sent === null)).toBe(true);
    expect(new Set(driven.rows.map(({ inbound }) => inbound)).size).toBe(count);
  });

  it('counts latency from when an inbound was due, not from when it got through', async () => {
    const freeze = 300;
    let isFirst = true;
    app = await serveApp((_, response) => {
      standStill(isFirst ? freeze : 0);
      isFirst = false;
      response.end(ANSWER);
    });
    // App and engine share a thread here, so the freeze is our own as well: the worst case.
    const { rows } = await drive(openPlan({ perSecond: 100, length: 400 }), app.url).done;
    const late = rows.filter(({ due, ended }) => ended - due > freeze / 3);
    expect(late.length).toBeGreaterThanOrEqual(15);
  });
});
