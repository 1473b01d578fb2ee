/** From an acknowledgement without an answer: where the app says what to ask later, and what it says then. */
import { setTimeout as sleep } from 'node:timers/promises';
import { locateAnswer, type Spent } from '../../../catalog/answers/locate.js';
import { at } from '../../../catalog/answers/pointer.js';
import { JOB, pollAddress } from '../../../catalog/answers/poll-place.js';
import type { AnswerPlace, PollPlace, QueuedWork } from '../../../model/scenario.js';
import { pollPathAt } from '../../address.js';
import { ask, type Asked } from '../preflight/ask.js';

export type LearnedWork = Omit<QueuedWork, 'within'>;

export interface FoundWork {
  readonly queued: LearnedWork;
  readonly answer: AnswerPlace;
}

export interface Acknowledgement {
  readonly answer: Asked;
  /** That it was asked for, without its query. */
  readonly path: string;
  readonly target: URL;
  readonly spent: Spent;
  readonly signal: AbortSignal;
}

const WITHIN = 30_000;
const EVERY = 250;
const ONE_LOOK = 5_000;
/** How often an address must be unknown: a job may be filed a moment after it was acknowledged. */
const GONE = 3;

/** Null where none of the addresses that it may mean shows the model's words. */
export async function findQueued(asked: Acknowledgement): Promise<FoundWork | null> {
  let open = pollPlaces(asked.answer, asked.path).map((poll) => ({ poll, gone: 0 }));
  const until = performance.now() + WITHIN;
  while (open.length > 0 && performance.now() < until && !asked.signal.aborted) {
    for (const one of open) {
      const told = await look(asked, one.poll);
      const found = told === null ? null : finished(told, one.poll, asked);
      if (found !== null) return found;
      one.gone = told === null ? one.gone + 1 : 0;
    }
    open = open.filter(({ gone }) => gone < GONE);
    await sleep(EVERY);
  }
  return null;
}

/** The body as JSON, or as it is; null where nothing is there. */
async function look({ answer, target, signal }: Acknowledgement, poll: PollPlace): Promise<unknown> {
  const place = pollAddress(poll, { headers: answer.headers, json: parsed(answer.body) });
  const path = pollPathAt(target, poll, place);
  if (path === null) return null;
  const url = new URL(target.origin + path);
  const headers = { accept: 'application/json', 'user-agent': 'brownout' };
  const told = await ask({ method: 'GET', url, headers, body: null, patience: ONE_LOOK, signal });
  const isThere = told.failure === null && told.status !== null && told.status >= 200 && told.status < 300;
  return isThere ? parsed(told.body) : null;
}

function finished(told: unknown, poll: PollPlace, { answer, spent }: Acknowledgement): FoundWork | null {
  const found = locateAnswer(told, spent);
  // What is shown while it grows isn't done yet.
  if (found === null || found.place.part) return null;
  const { at: done } = found.place;
  return {
    queued: { status: answer.status ?? 0, poll, done, failed: emptyError(told) },
    answer: { ...found.place, at: '', schema: null },
  };
}

/** Where an app that has a place for errors leaves it empty. */
function emptyError(told: unknown): string | null {
  return (
    ['/error', '/failure', '/result/error', '/job/error'].find((place) => at(told, place) === null) ?? null
  );
}

const HEADERS = ['location', 'operation-location', 'content-location'];
/** Beside the path that was asked itself. */
const SHELVES = ['jobs', 'tasks', 'status', 'results'];
const MOST = 12;

/** Everything that may be meant, the plainest first. */
export function pollPlaces(
  { headers, body }: Pick<Asked, 'headers' | 'body'>,
  path: string,
): readonly PollPlace[] {
  const leaves = leavesOf(parsed(body));
  const named = HEADERS.filter((header) => headers[header] !== undefined).map((header) => ({ header }));
  const said = leaves
    .filter(({ value }) => /^(https?:\/)?\/[^/\s]\S*$/.test(value))
    .map(({ pointer }) => pointer);
  const ids = leaves.filter(({ value }) => /^[\w.:~-]{1,100}$/.test(value));
  const above = path.slice(0, path.lastIndexOf('/'));
  const shelves = [path, ...SHELVES.map((shelf) => `${above}/${shelf}`)];
  const guessed = shelves.flatMap((shelf) =>
    ids.map(({ pointer }) => ({ path: `${shelf}/${JOB}`, job: pointer })),
  );
  return [...named, ...said, ...guessed].slice(0, MOST);
}

interface Leaf {
  readonly pointer: string;
  readonly value: string;
}

function leavesOf(value: unknown, pointer = ''): readonly Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ pointer, value: String(value) }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
