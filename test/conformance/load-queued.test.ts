/** Work that an app puts off is followed until it is done, lost, or the run is over. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveApp, type App } from '../support/app.js';
import { drive, openPlan, type Driven, warmUp } from '../support/driven.js';
import { journeyOf, planOf } from '../support/record.js';

let app: App | null = null;
beforeAll(warmUp);
afterEach(() => app?.close());

type Job = (looks: number) => { readonly status: number; readonly body: object };

interface Put {
  readonly within?: number;
  readonly address?: (id: number) => string;
  /** By default nothing comes in time. */
  readonly deadline?: number;
}

async function put(job: Job, { within = 5_000, address = jobAt, deadline = 0 }: Put = {}): Promise<Driven> {
  const looks = new Map<string, number>();
  let jobs = 0;
  app = await serveApp((request, response) => {
    const path = request.url ?? '';
    if (path === '/ask') {
      jobs += 1;
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status_url: address(jobs) }));
      return;
    }
    looks.set(path, (looks.get(path) ?? 0) + 1);
    const { status, body } = job(looks.get(path) ?? 0);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  const journey = journeyOf({
    deadline,
    answer: { at: '/answer', survives: 'none', part: false, schema: null },
    queued: { status: 202, poll: '/status_url', done: '/result/answer', failed: '/error', within },
  });
  const limits = { ...planOf().limits, drain: 1_500 };
  return drive(openPlan({ perSecond: 20, length: 200, plan: { journeys: [journey], limits } }), app.url).done;
}

function jobAt(id: number): string {
  return `/jobs/${id}`;
}

const DONE = { status: 200, body: { result: { answer: 'here it is' } } };
const PENDING = { status: 200, body: { state: 'working' } };

describe('work that was put off', () => {
  const classes = (driven: Driven): ReadonlySet<string> => new Set(driven.rows.map((row) => row.class));

  it('is queued once it is done', async () => {
    const driven = await put((looks) => (looks < 3 ? PENDING : DONE));
    expect(driven.rows.length).toBeGreaterThan(2);
    expect(classes(driven)).toEqual(new Set(['queued']));
    expect(driven.ends()).toEqual({ complete: driven.rows.length });
  });

  it('is a full answer where it is done before the deadline, and came when it was done', async () => {
    const driven = await put((looks) => (looks < 2 ? PENDING : DONE), { deadline: 60_000 });
    expect(classes(driven)).toEqual(new Set(['full']));
    for (const { ended, firstByte } of driven.rows) expect(ended).toBeGreaterThan(firstByte ?? Infinity);
  });

  it('is asked of the app itself, whatever address it is known by outside', async () => {
    const address = (id: number): string => `https://api.example.com/jobs/${id}?full=1`;
    const driven = await put(() => DONE, { address });
    expect(classes(driven)).toEqual(new Set(['queued']));
  });

  it('is lost, and its acknowledgement a lie, where nobody knows of it', async () => {
    expect(classes(await put(() => ({ status: 404, body: {} })))).toEqual(new Set(['lie']));
  });

  it('is an honest error once the app says that it has failed', async () => {
    const job = { status: 200, body: { state: 'failed', error: 'the model is away' } };
    const driven = await put((looks) => (looks < 2 ? PENDING : job));
    expect(classes(driven)).toEqual(new Set(['honest-error']));
  });

  it('is lost where it is not done in time', async () => {
    expect(classes(await put(() => PENDING, { within: 400 }))).toEqual(new Set(['lie']));
  });

  it('is not lost because one look at it failed', async () => {
    const driven = await put((looks) => (looks === 1 ? { status: 503, body: {} } : DONE));
    expect(classes(driven)).toEqual(new Set(['queued']));
  });

  it('still waits where the run ends first', async () => {
    const driven = await put(() => PENDING, { within: 60_000 });
    expect(classes(driven)).toEqual(new Set(['queued']));
    expect(driven.rows[0]?.why).toMatch(/waiting/);
    expect(driven.ended).toHaveLength(driven.rows.length);
  });
});
