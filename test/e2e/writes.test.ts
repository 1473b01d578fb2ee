/**
 * An app that writes once, twice or not at all when its calls break after the work: what we read back,
 * and what is measured of it, must be what its own books say.
 */
import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { questionOf } from '../../src/catalog/arrivals/draw.js';
import { viewOf } from '../../src/catalog/measures/view.js';
import type { RunRecord } from '../../src/model/record.js';
import { gaugeOf } from '../../src/score/measure.js';
import { attachedRun, freePorts, planOf, startApp, type App } from '../support/attached-run.js';
import { warningsOf } from '../support/warnings.js';

interface Page {
  readonly entries: number;
  readonly said: number;
}

/** Bookings of tokens that begin with it are never told. */
const UNREADABLE = 'q';

let app: App;
let port = 0;
let run: RunRecord;
let warnings: readonly string[];
const { signal } = new AbortController();
let books: Readonly<Record<string, Page>>;

beforeAll(async () => {
  [port = 0] = await freePorts(1);
  const env = { UPSTREAM_URL: `http://127.0.0.1:${port}`, READ_FAILS: UNREADABLE };
  app = await startApp('writes-subject.mjs', env);
  warnings = await warningsOf(async () => {
    run = await attachedRun(planOf(scenarioOf('/bookings?for={{id}}'), 11), app, signal);
  });
  books = JSON.parse(await app.ask('/books')) as typeof books;
}, 120_000);

afterAll(() => app.stop());

function scenarioOf(readBack: string): object {
  const journeys = ['keyed', 'twice', 'lossy'].map((name): readonly [string, object] => [
    name,
    {
      request: { path: `/${name}`, json: { token: '{{id}}', question: '{{prompt}}' } },
      answer: { at: '/answer', survives: 'none' },
      error: { at: '/error/code' },
      effects: { readBack, count: '/bookings' },
      deadline: '500ms',
    },
  ]);
  const model = { firstToken: '5ms..10ms', tokens: 12, speed: '2000/s' };
  return {
    name: 'writes',
    upstreams: { claude: { provider: 'anthropic', model, port } },
    journeys: Object.fromEntries(journeys),
    prompts: { repeat: '50%' },
    load: { rate: '60/s' },
    phases: {
      baseline: { for: '1s' },
      outage: { for: '4s', faults: [{ on: 'claude', fault: 'commit-then-fail', share: '50%' }] },
      recovery: { for: '1s' },
    },
  };
}

const pageOf = (inbound: number): Page =>
  books[questionOf(run.plan, inbound).token] ?? { entries: Number.NaN, said: 0 };

function measured(id: string, journey: string): number {
  const taken = gaugeOf(viewOf(run)).take(id, { phase: 'outage', journey });
  return taken.state === 'measured' ? taken.value : Number.NaN;
}

/** Over the writes of the outage whose bookings can be read. */
function booked(journey: string, count: (page: Page) => number): number {
  const rows = run.effects.filter((row) => row.phase === 'outage' && row.journey === journey);
  const pages = rows.filter(({ count: read }) => read !== null).map(({ inbound }) => pageOf(inbound));
  return pages.reduce((sum, page) => sum + count(page), 0) / pages.length;
}

test('a run whose books are read back leaves nobody listening for its stop, and Node warns of nothing', () => {
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(warnings).toEqual([]);
});

test('no write shares its token with another, and each has one row', () => {
  expect(run.effects.map(({ inbound }) => inbound).sort()).toEqual(
    run.responses.map(({ inbound }) => inbound).sort(),
  );
  const tokens = run.effects.map(({ inbound }) => questionOf(run.plan, inbound).token);
  expect(new Set(tokens).size).toBe(tokens.length);
});

test('every row says what the books of the app say, or that they could not be read', () => {
  const wrong = run.effects.filter(({ inbound, count }) => {
    const isUnreadable = questionOf(run.plan, inbound).token.startsWith(UNREADABLE);
    return count !== (isUnreadable ? null : pageOf(inbound).entries);
  });
  expect(wrong).toEqual([]);
  expect(run.effects.some(({ count }) => count === null)).toBe(true);
  expect(run.facts.checks.find(({ id }) => id === 'effects')?.said).toMatch(
    /^\d+ writes were looked up .* all but \d+ could be read\.$/,
  );
});

describe('in the outage', () => {
  test('the app with a key doubles nothing and loses nothing, though its calls were tried again', () => {
    expect(run.attempts.some(({ ordinal }) => ordinal === 2)).toBe(true);
    expect(measured('duplicate-effects', 'keyed')).toBe(0);
    expect(measured('lost-writes', 'keyed')).toBe(0);
    expect(measured('unsafe-writes', 'keyed')).toBe(0);
  });

  test('the one that books within what it tries again doubles as often as its books say', () => {
    const extra = booked('twice', ({ entries }) => entries - 1);
    expect(extra).toBeGreaterThan(0.2);
    expect(measured('duplicate-effects', 'twice')).toBeCloseTo(extra, 10);
    expect(measured('unsafe-writes', 'twice')).toBeCloseTo(extra, 10);
    expect(measured('lost-writes', 'twice')).toBe(0);
  });

  test('the one that forgets has lost what it acknowledged and never wrote', () => {
    const lost = booked('lossy', ({ entries, said }) => (said === 200 && entries === 0 ? 1 : 0));
    expect(lost).toBeGreaterThan(0.05);
    expect(measured('lost-writes', 'lossy')).toBeCloseTo(lost, 10);
    expect(measured('duplicate-effects', 'lossy')).toBe(0);
  });
});

test('books that hold nothing of a write before the run are no books: nothing is graded', async () => {
  const plan = planOf(scenarioOf('/bookings?for=somebody-else-than-{{id}}'), 11);
  await expect(attachedRun(plan, app)).rejects.toMatchObject({
    code: 'books-unproven',
    ending: 'not-testable',
    message: expect.stringContaining('"keyed"') as string,
  });
});
