// An app whose whole policy is one JSON text, POLICY (see mechanism-policies.ts), and which keeps books of all that
// its mechanisms do: GET /books gives them. Times are of its own clock, in milliseconds.
import { createServer } from 'node:http';
import { attempting } from './attempt.mjs';
import { breaking } from './breaker.mjs';
import { limiting } from './bulkhead.mjs';
import { caching } from './cache.mjs';
import { coalescing } from './coalescing.mjs';
import { failingOver } from './failover.mjs';
import { hedging } from './hedge.mjs';
import { queueing, stateOf } from './queue.mjs';
import { retrying } from './retry.mjs';
import { JSON_TYPE, now, textOf } from './wire.mjs';

/** From the wire outwards. Each asks the one before it. */
const MECHANISMS = [
  ['hedge', hedging],
  ['retry', retrying],
  ['around', retrying],
  ['bulkhead', limiting],
  ['breaker', breaking],
  ['second', failingOver],
  ['coalescing', coalescing],
  ['cache', caching],
  ['queue', queueing],
];

const policy = JSON.parse(process.env.POLICY ?? '{}');
const books = { users: [], attempts: [] };
const ask = composed();

function composed() {
  const { timeout = 30_000 } = policy;
  const at = (upstream, url) => attempting({ upstream, url, timeout }, books.attempts);
  const second = at('second', process.env.SECOND_URL);
  return MECHANISMS.filter(([name]) => policy[name] !== undefined).reduce(
    (inner, [name, mechanism]) => {
      const { book, ask: outer } = mechanism(policy[name], inner, second);
      books[name] = book;
      return outer;
    },
    at('first', process.env.FIRST_URL),
  );
}

const server = createServer((req, res) => {
  const [, room, id] = (req.url ?? '').split('/');
  if (room === 'books') json(res, 200, books);
  else if (room === 'later') json(res, ...stateOf(Number(id)));
  else if (room === 'ask') serve(req, res).catch(() => res.destroy());
  else res.writeHead(room === 'health' ? 204 : 404).end();
});

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1');

async function serve(req, res) {
  const page = { token: String(req.headers['x-request-id']), came: now(), left: null, gave: null };
  const user = books.users.push(page) - 1;
  const { question } = JSON.parse(await textOf(req));
  const answer = await ask({ user, text: question });
  Object.assign(page, { left: now(), gave: given(answer) });
  say(res, answer);
}

function given({ text, later, savedFor }) {
  if (later !== undefined) return 'promise';
  if (text === null) return 'error';
  return savedFor === undefined ? 'answer' : 'saved';
}

function say(res, { text, later, marked }) {
  if (later !== undefined) json(res, 202, { poll: `/later/${later}` });
  else if (text === null) json(res, 503, { error: { code: 'unavailable' } });
  else json(res, 200, { answer: text }, marked === true ? { 'x-degraded': 'saved' } : {});
}

function json(res, status, body, headers = {}) {
  res.writeHead(status, { ...JSON_TYPE, ...headers }).end(JSON.stringify(body));
}
