/** What holds for whoever drives users: nobody is lost, nobody waits who needn't, everything ends. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { drawSchedule, questionOf } from '../../src/catalog/arrivals/draw.js';
import type { Plan } from '../../src/model/plan.js';
import { serveApp, type Answer, type App } from '../support/app.js';
import { closedPlan, drive, noteJourney, openPlan, phaseWith, warmUp } from '../support/driven.js';
import { planOf } from '../support/record.js';

let app: App | null = null;
beforeAll(warmUp);
afterEach(() => app?.close());

const ANSWER = '{"answer":"saved"}';
const good: Answer = (_, response) => void response.end(ANSWER);
const hang: Answer = () => undefined;

const limits = planOf().limits;

/** As when the collector or the machine holds us up. */
function standStill(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

interface Case {
  readonly engine: string;
  readonly plan: (changes?: Partial<Plan>) => Plan;
}

const engines: readonly Case[] = [
  { engine: 'the open engine', plan: (plan = {}) => openPlan({ perSecond: 50, length: 400, plan }) },
  {
    engine: 'the closed engine',
    plan: (plan = {}) => closedPlan({ users: 5, length: 400, think: 20, plan }),
  },
];

for (const { engine, plan } of engines) {
  describe(engine, () => {
    it('gives every row the times of its response, in their order', async () => {
      app = await serveApp((_, response) => {
        response.writeHead(200);
        response.write('{"answer":');
        setTimeout(() => response.end('"saved"}'), 10);
      });
      const { rows } = await drive(plan(), app.url).done;
      expect(rows.length).toBeGreaterThan(5);
      for (const { due, sent, firstByte, firstContent, ended } of rows) {
        const times = [due, sent, firstByte, firstContent, ended].map((time) => time ?? Number.NaN);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }
      expect(new Set(rows.map(({ class: got, bytes, status }) => `${got} ${bytes} ${status}`))).toEqual(
        new Set([`full ${ANSWER.length} 200`]),
      );
    });

    it('sends what the journey says, with the token of the inbound, and waits for no go-ahead', async () => {
      const heads: string[] = [];
      const bodies: string[] = [];
      app = await serveApp((request, response, body) => {
        const { expect: asked, 'content-length': length, 'transfer-encoding': coding } = request.headers;
        const { 'user-agent': agent, 'content-type': type, 'x-team': team } = request.headers;
        heads.push(
          [request.method, request.url, asked, Number(length) === Buffer.byteLength(body), coding].join(' '),
        );
        heads.push([agent, type, team, request.headers['accept-encoding']].join(' '));
        bodies.push(`${String(request.headers['x-request-id'])} ${body}`);
        response.end(ANSWER);
      });
      process.env['LOAD_TEST_TEAM'] = 'blue';
      const body = { kind: 'json', value: { question: '{{prompt}} 🙂' } } as const;
      const request = { method: 'POST', path: '/ask?x=1', headers: { 'x-team': '${LOAD_TEST_TEAM}' }, body };
      const driven = await drive(plan({ journeys: [noteJourney({ request })] }), app.url).done;
      expect(new Set(heads)).toEqual(
        new Set(['POST /ask?x=1  true ', 'brownout application/json blue identity']),
      );
      const asked = driven.opened.map((inbound) => questionOf(driven.plan, inbound));
      const sent = asked.map(
        ({ token, prompt }) => `${token} ${JSON.stringify({ question: `${prompt} 🙂` })}`,
      );
      expect([...bodies].sort()).toEqual([...sent].sort());
    });

    it('hangs up when patience ends, and the app can tell', async () => {
      let closed = 0;
      app = await serveApp((request) => request.socket.once('close', () => (closed += 1)));
      const driven = await drive(plan({ journeys: [noteJourney({ patience: 150, deadline: 100 })] }), app.url)
        .done;
      expect(driven.ends()).toEqual({ deadline: driven.rows.length });
      expect(driven.rows.some(({ ended, due }) => ended - due < 149)).toBe(false);
      expect(new Set(driven.rows.map((row) => row.class))).toEqual(new Set(['hang']));
      await expect.poll(() => closed).toBe(driven.rows.length);
    });

    it('censors what is open when the plan has drained; what is older than 4 deadlines is a hang', async () => {
      app = await serveApp(hang);
      const journeys = [noteJourney({ patience: 30_000, deadline: 60 })];
      const driven = await drive(plan({ journeys, limits: { ...limits, drain: 100 } }), app.url).done;
      expect(driven.ends()).toEqual({ censored: driven.rows.length });
      for (const row of driven.rows) expect(row.class).toBe(row.ended - row.due > 240 ? 'hang' : 'reset');
      expect(new Set(driven.rows.map((row) => row.class)).has('hang')).toBe(true);
    });

    it('ends a response that never stops, and keeps no more of it than the limit', async () => {
      app = await serveApp((_, response) => {
        const more = setInterval(() => response.write('x'.repeat(50_000)), 10);
        response.once('close', () => clearInterval(more));
      });
      const changes = {
        journeys: [noteJourney({ patience: 1_000 })],
        limits: { ...limits, bodyBytes: 1_000 },
      };
      const driven = await drive(plan(changes), app.url).done;
      expect(driven.ends()).toEqual({ deadline: driven.rows.length });
      expect(driven.rows.some(({ bytes }) => bytes > 100_000)).toBe(true);
    });

    it('stops on a signal: whoever is due by then still comes, and what is open is not waited for', async () => {
      app = await serveApp(hang);
      const stop = new AbortController();
      const journeys = [noteJourney({ patience: 60_000 })];
      const driving = drive(plan({ journeys, limits: { ...limits, drain: 60_000 } }), app.url, stop.signal);
      await expect.poll(() => driving.run.health().open).toBeGreaterThan(2);
      standStill(50);
      stop.abort();
      const open = driving.run.health().open;
      const driven = await driving.done;
      expect(driven.ends()).toEqual({ censored: open });
      expect(driven.ended).toHaveLength(driven.opened.length);
      expect(driving.run.health().open).toBe(0);
    });

    it('hurries when the signal comes while it drains', async () => {
      app = await serveApp(hang);
      const stop = new AbortController();
      const journeys = [noteJourney({ patience: 3_600_000 })];
      const changes = { journeys, limits: { ...limits, drain: 3_600_000 } };
      const driving = drive(plan(changes), app.url, stop.signal);
      setTimeout(() => stop.abort(), 700);
      const driven = await driving.done;
      expect(driven.ends()).toEqual({ censored: driven.rows.length });
    });

    it('has an end even where it was stopped before it began', async () => {
      let asked = 0;
      app = await serveApp(() => (asked += 1));
      const driven = await drive(plan(), app.url, AbortSignal.abort()).done;
      expect(driven.rows).toEqual([]);
      expect(asked).toBe(0);
    });

    it('drives each journey as often as it was drawn, to where it goes', async () => {
      const paths: string[] = [];
      app = await serveApp((request, response) => {
        paths.push(request.url ?? '');
        response.end(ANSWER);
      });
      const to = (name: string, traffic: number) =>
        noteJourney({
          ...{ name, traffic },
          request: { method: 'GET', path: `/${name}`, headers: {}, body: { kind: 'none' } },
        });
      const driven = await drive(plan({ journeys: [to('ask', 4), to('save', 1)] }), app.url).done;
      const asked = driven.rows.map(({ journey }) => `/${journey}`);
      expect([...paths].sort()).toEqual([...asked].sort());
      expect(new Set(asked).size).toBe(2);
    });

    it('lets a defect of ours end the run, not pass as the fault of the app', async () => {
      app = await serveApp(good);
      const broken = plan();
      const driving = drive(broken, app.url);
      Object.defineProperty(driving.rows, 'push', {
        value: () => {
          throw new Error('the journal is broken');
        },
      });
      await expect(driving.done).rejects.toThrow('the journal is broken');
    });
  });
}

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
