/** What only users who ask again when they were answered do. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveApp, type App } from '../support/app.js';
import {
  ANSWER,
  closedPlan,
  drive,
  good,
  hang,
  limits,
  noteJourney,
  phaseWith,
  warmUp,
} from '../support/driven.js';

let app: App | null = null;

beforeAll(warmUp);

afterEach(() => app?.close());

describe('the closed engine alone', () => {
  it('has each user wait for its answer: no more are open than there are users', async () => {
    let open = 0;
    let most = 0;
    app = await serveApp((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end(ANSWER);
      }, 15);
    });
    const driven = await drive(closedPlan({ users: 6, length: 400 }), app.url).done;
    expect(most).toBe(6);
    expect(driven.ends()).toEqual({ complete: driven.rows.length });
    expect(driven.rows.every(({ due, sent }) => sent !== null && sent >= due)).toBe(true);
    expect(driven.rows.map(({ inbound }) => inbound).sort((a, b) => a - b)).toEqual(
      driven.rows.map((_, index) => index),
    );
  });

  it('has as many users as each phase says, and cuts nobody off between them', async () => {
    const load = (users: number) => ({ kind: 'closed', users, think: { low: 0, high: 0 } }) as const;
    const phases = [
      phaseWith('few', 0, 250, load(2)),
      phaseWith('many', 250, 500, load(8)),
      phaseWith('one', 500, 750, load(1)),
    ];
    app = await serveApp((_, response) => setTimeout(() => response.end(ANSWER), 30));
    const driven = await drive(closedPlan({ users: 0, length: 0, plan: { phases } }), app.url).done;
    expect(driven.ends()).toEqual({ complete: driven.rows.length });
    const openAt = (time: number): number =>
      driven.rows.filter(({ due, ended }) => due <= time && ended > time).length;
    const most = (from: number, to: number): number =>
      Math.max(
        ...driven.rows
          .map(({ due }) => due)
          .filter((due) => due > from && due < to)
          .map(openAt),
      );
    expect([most(100, 250), most(350, 500), most(650, 750)]).toEqual([2, 8, 1]);
  });

  it('has users think before they ask again', async () => {
    app = await serveApp(good);
    const { rows } = await drive(closedPlan({ users: 1, length: 500, think: 50 }), app.url).done;
    const gaps = rows.slice(1).map(({ due }, index) => due - (rows[index]?.ended ?? Number.NaN));
    expect(gaps.length).toBeGreaterThan(2);
    expect(gaps.filter((gap) => gap < 49)).toEqual([]);
  });

  it('asks no more than the limit of inbounds', async () => {
    app = await serveApp(good);
    const plan = closedPlan({ users: 3, length: 400, plan: { limits: { ...limits, inbounds: 10 } } });
    expect((await drive(plan, app.url).done).rows).toHaveLength(10);
  });

  it('hangs up after the patience of each journey, the shorter and the longer in turn', async () => {
    app = await serveApp(hang);
    const journeys = [
      noteJourney({ name: 'short', patience: 60 }),
      noteJourney({ name: 'long', patience: 180 }),
    ];
    const { rows } = await drive(closedPlan({ users: 4, length: 900, plan: { journeys } }), app.url).done;
    const times = (name: string): readonly number[] =>
      rows.filter(({ journey }) => journey === name).map(({ ended, due }) => ended - due);
    expect(Math.min(...times('short'))).toBeLessThan(Math.min(...times('long')));
    expect(Math.min(...times('long'))).toBeGreaterThanOrEqual(178);
    expect(rows.every(({ end }) => end === 'deadline')).toBe(true);
  });
});
