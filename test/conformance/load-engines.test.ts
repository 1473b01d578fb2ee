/** What holds for whoever drives users: nobody is lost, nobody waits who needn't, everything ends. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { questionOf } from '../../src/catalog/arrivals/draw.js';
import type { Plan } from '../../src/model/plan.js';
import { serveApp, type App } from '../support/app.js';
import {
  ANSWER,
  closedPlan,
  drive,
  good,
  hang,
  limits,
  noteJourney,
  openPlan,
  standStill,
  warmUp,
} from '../support/driven.js';

let app: App | null = null;

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

beforeAll(warmUp);

afterEach(() => app?.close());

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
