/**
 * An app that keeps its own books, under every fault of the shelf: what it saw of each call and what it
 * gave to each user must be what our rows say. Two witnesses who can't hear each other.
 */
import { describe, expect, test } from 'vitest';
import { questionOf } from '../../src/catalog/arrivals/draw.js';
import { faults } from '../../src/catalog/faults/shelf.js';
import type { AttemptOutcome, AttemptRow, ResponseRow } from '../../src/model/event.js';
import type { FaultWindow } from '../../src/model/plan.js';
import type { RunRecord } from '../../src/model/record.js';
import { attachedRun, freePorts, planOf, startApp } from '../support/attached-run.js';
import { playedFirst } from '../support/played.js';

type Saw =
  | 'ok'
  | 'error-status'
  | 'broken'
  | 'gave-up'
  | 'unfinished'
  | 'error-event'
  | 'malformed'
  | 'empty'
  | 'withdrawn';

interface Call {
  readonly saw: Saw;
  readonly status: number | null;
}

interface Page {
  readonly token: string;
  readonly streamed: boolean;
  readonly calls: readonly Call[];
  readonly gave: string | null;
}

/** One inbound as both sides tell it. */
interface Told {
  readonly response: ResponseRow;
  readonly rows: readonly AttemptRow[];
  readonly page: Page;
}

/** Every fault of the shelf, in each of its ways. */
const WINDOWS: readonly Readonly<Record<string, unknown>>[] = [
  { fault: 'auth-rejected' },
  { fault: 'commit-then-fail' },
  { fault: 'commit-then-fail', how: 'fin' },
  { fault: 'cut', after: '4..8', how: 'reset' },
  { fault: 'cut', after: '4..8', how: 'fin' },
  { fault: 'cut', after: '4..8', how: 'end' },
  { fault: 'empty' },
  { fault: 'empty', how: 'no-body' },
  { fault: 'error-event', after: 5 },
  { fault: 'hang' },
  { fault: 'html-page' },
  { fault: 'latency', by: '100ms' },
  { fault: 'latency', by: '20s' },
  { fault: 'malformed', how: 'broken-json' },
  { fault: 'malformed', how: 'split-frame' },
  { fault: 'malformed', how: 'wrong-content-type' },
  { fault: 'quota-exhausted' },
  { fault: 'rate-limit', requests: '5/s', burst: 2 },
  { fault: 'retired-model' },
  { fault: 'slow-first-token', by: '100ms' },
  { fault: 'slow-tokens', by: '10ms' },
  { fault: 'stall', after: 5 },
  { fault: 'stall', after: 5, say: 'pings', every: '100ms' },
  { fault: 'stall', after: 5, lasts: '100ms' },
  { fault: 'status', status: 529, retryAfter: '5s' },
  { fault: 'wrong-4xx' },
];

/** Far above every delay that is meant to be waited for, far below the others. */
const TIMEOUT = '1500';

let run: RunRecord;
let pages: ReadonlyMap<string, Page>;
let told: readonly Told[];

playedFirst(async () => {
  const [port = 0] = await freePorts(1);
  const app = await startApp('books-subject.mjs', { UPSTREAM_URL: `http://127.0.0.1:${port}`, TIMEOUT });
  try {
    run = await attachedRun(planOf(scenarioAt(port), 7), app);
    const books = JSON.parse(await app.ask('/books')) as readonly Page[];
    pages = new Map(books.map((page) => [page.token, page]));
  } finally {
    await app.stop();
  }
  told = run.responses.map((response) => ({
    response,
    rows: rowsOf(response.inbound),
    page: pageOf(response.inbound),
  }));
});

test('every fault of the shelf was played, and each of its windows hurt a call', () => {
  expect([...new Set(WINDOWS.map(({ fault }) => fault))].sort()).toEqual(
    faults.map(({ kind }) => kind).sort(),
  );
  expect(run.facts.windows.filter(({ fired }) => fired === 0)).toEqual([]);
});

test('the app knows of every inbound, and of none that was not sent', () => {
  expect(run.facts.counts.unsent).toBe(0);
  const tokens = new Set(run.responses.map(({ inbound }) => tokenOf(inbound)));
  expect(run.responses.filter(({ inbound }) => !pages.has(tokenOf(inbound)))).toEqual([]);
  // What is left are the questions that were asked before the run began.
  const others = [...pages.keys()].filter((token) => !tokens.has(token));
  expect(others.length).toBeLessThanOrEqual(3);
});

test('for every inbound we saw as many calls as it made, less some that were given up at once', () => {
  const wrong = told.filter(({ rows, page }) => {
    const lasting = lastingOf(page);
    const missing = page.calls.length - rows.length;
    return missing < 0 || missing > page.calls.length - lasting.length;
  });
  expect(wrong.map(shown)).toEqual([]);
});

test('calls that were given up before we saw them are all that the sums differ by', () => {
  const calls = told.flatMap(({ page }) => page.calls);
  const unseen = calls.length - run.attempts.length;
  const withdrawn = calls.filter(({ saw }) => saw === 'withdrawn').length;
  expect(withdrawn).toBeGreaterThan(0);
  expect(unseen).toBeGreaterThanOrEqual(0);
  expect(unseen).toBeLessThanOrEqual(withdrawn);
  expect(run.facts.counts.attempts).toBe(run.attempts.length);
});

test('call by call, in order, our outcome is what the app saw', () => {
  const wrong = told.filter(({ rows, page }) => {
    const lasting = lastingOf(page);
    const ours = rows.filter(isLasting);
    return ours.length !== lasting.length || lasting.some((call, index) => !agrees(call, ours[index], page));
  });
  expect(wrong.map(shown)).toEqual([]);
});

test('a call and its repetition are one call, numbered in the order in which the app made them', () => {
  const wrong = told.filter(({ rows }) => {
    const ours = rows.filter(isLasting);
    // Where we saw the call that was given up, the next one may go on with it.
    const first = rows.length === ours.length ? 1 : (ours[0]?.ordinal ?? 1);
    return ours.some(({ call, ordinal }, index) => call !== ours[0]?.call || ordinal !== first + index);
  });
  expect(wrong.map(shown)).toEqual([]);
});

test('the class of every response is what the app meant to give', () => {
  expect(told.filter(({ response, page }) => response.class !== page.gave).map(shown)).toEqual([]);
});

describe('what the two agree on is not empty', () => {
  test.each<Saw>([
    'ok',
    'error-status',
    'broken',
    'gave-up',
    'unfinished',
    'error-event',
    'malformed',
    'empty',
  ])('some call was seen as %s', (saw) => {
    expect(told.some(({ page }) => page.calls.some((call) => call.saw === saw))).toBe(true);
  });

  test.each(['full', 'honest-error', 'static', 'raw-error', 'lie', 'reset'])('some user got %s', (what) => {
    expect(run.responses.some((response) => response.class === what)).toBe(true);
  });
});

function scenarioAt(port: number): object {
  const phases = WINDOWS.map((window, index): readonly [string, object] => [
    `hurt-${index + 1}`,
    { for: '700ms', faults: [{ on: 'claude', share: '75%', ...window }] },
  ]);
  return {
    name: 'books',
    upstreams: {
      claude: {
        provider: 'anthropic',
        model: { firstToken: '5ms..10ms', tokens: 12, speed: '2000/s' },
        port,
      },
    },
    journeys: {
      ask: {
        request: { path: '/ask', json: { question: '{{prompt}}' } },
        answer: { at: '/answer' },
        error: { at: '/error/code' },
        degraded: { header: 'x-degraded' },
        deadline: '500ms',
      },
    },
    prompts: { repeat: '0%' },
    load: { rate: '40/s' },
    phases: { baseline: { for: '500ms' }, ...Object.fromEntries(phases), recovery: { for: '500ms' } },
  };
}

function tokenOf(inbound: number): string {
  return questionOf(run.plan, inbound).token;
}

function pageOf(inbound: number): Page {
  const token = tokenOf(inbound);
  return pages.get(token) ?? { token, streamed: false, calls: [], gave: null };
}

function rowsOf(inbound: number): readonly AttemptRow[] {
  return run.attempts.filter((row) => row.inbound === inbound).sort((one, other) => one.id - other.id);
}

function lastingOf({ calls }: Page): readonly Call[] {
  return calls.filter(({ saw }) => saw !== 'withdrawn');
}

function isLasting({ model }: AttemptRow): boolean {
  return model !== 'withdrawn';
}

function agrees(call: Call, row: AttemptRow | undefined, { streamed }: Page): boolean {
  if (row === undefined || row.status !== call.status) return false;
  if (row.endedBy !== (call.saw === 'gave-up' ? 'subject' : 'mock')) return false;
  return row.outcome === outcomeFor(call, windowOf(row), streamed);
}

/** `window`: what hurt it by our account. */
function outcomeFor(
  { saw, status }: Call,
  window: FaultWindow | undefined,
  streamed: boolean,
): AttemptOutcome {
  switch (saw) {
    case 'ok':
      return window === undefined ? 'ok' : 'slow';
    case 'error-status':
      return 'http-error';
    case 'gave-up':
      return isSilent(window, streamed) ? 'hang' : 'abandoned';
    case 'broken':
      return status === null ? 'reset' : 'cut';
    // It was said to the end; that nobody could read it is no matter of how it ended.
    case 'malformed':
      return window?.fault === 'malformed' ? 'ok' : 'cut';
    case 'unfinished':
    case 'error-event':
    case 'empty':
      return 'cut';
    case 'withdrawn':
      return 'abandoned';
  }
}

/** It stood still for good. Pings are something, but there are none in the middle of a whole body. */
function isSilent(window: FaultWindow | undefined, streamed: boolean): boolean {
  if (window?.fault === 'hang') return true;
  return window?.fault === 'stall' && !(streamed && JSON.stringify(window.params).includes('"pings"'));
}

function windowOf({ faults: fired }: AttemptRow): FaultWindow | undefined {
  return run.plan.windows.find(({ id }) => fired.includes(id));
}

/** Both accounts in one line. */
function shown({ response, rows, page }: Told): string {
  const theirs = page.calls.map(({ saw, status }) => `${saw} ${status ?? '-'}`).join(', ');
  const ours = rows
    .map(
      (row) =>
        `${row.outcome} ${row.status ?? '-'} by ${row.endedBy} (${windowOf(row)?.fault ?? 'no fault'}, ${row.model})`,
    )
    .join(', ');
  return `${response.inbound} ${response.phase}: theirs ${theirs} → ${page.gave ?? '-'}; ours ${ours} → ${response.class} (${response.why ?? ''})`;
}
