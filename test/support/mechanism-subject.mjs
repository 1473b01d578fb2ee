// An app with one mechanism a route, which keeps its own books of each: GET /books gives them by route.
// ROUTES says which upstream a path asks: {"/ask/breaker": "http://127.0.0.1:4010", ...}
import { Agent, createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const routes = JSON.parse(process.env.ROUTES ?? '{}');
const agent = new Agent({ keepAlive: true });
const JSON_TYPE = { 'content-type': 'application/json' };

const TRIP = 5;
const PROBE_EVERY = 2000;
const PLACES = 4;
const PATIENCE = 1200;
const HEDGE_AFTER = 500;
const RETRIES = 2;

const breaker = { failures: 0, openUntil: null, openedAt: null, firstFailure: null, probes: [], refused: [] };
const bulkhead = { inFlight: 0, most: 0, refused: [], givenUp: [] };
const hedge = { hedged: [], waited: [] };
const backoff = { calls: [] };
const herd = { calls: [] };
const books = { breaker, bulkhead, hedge, backoff, herd };

const mechanisms = {
  '/ask/breaker': async (ask, token) => {
    const now = performance.now();
    if (breaker.openUntil !== null && now < breaker.openUntil) {
      breaker.refused.push(token);
      return null;
    }
    if (breaker.openUntil !== null) {
      breaker.probes.push(now);
      breaker.openUntil = now + PROBE_EVERY;
    }
    const answer = await ask();
    if (answer === null) failed();
    else Object.assign(breaker, { failures: 0, openUntil: null });
    return answer;
  },
  '/ask/bulkhead': async (ask, token) => {
    if (bulkhead.inFlight >= PLACES) {
      bulkhead.refused.push(token);
      return null;
    }
    bulkhead.inFlight += 1;
    bulkhead.most = Math.max(bulkhead.most, bulkhead.inFlight);
    const began = performance.now();
    const answer = await ask({ timeout: PATIENCE });
    if (answer === null) bulkhead.givenUp.push(performance.now() - began);
    bulkhead.inFlight -= 1;
    return answer;
  },
  '/ask/hedge': async (ask, token) => {
    const began = performance.now();
    const first = ask();
    const quick = await Promise.race([first, sleep(HEDGE_AFTER, 'slow')]);
    if (quick !== 'slow') return quick;
    hedge.hedged.push(token);
    hedge.waited.push(performance.now() - began);
    return Promise.race([first, ask()]);
  },
  '/ask/backoff': (ask, token) => backingOff(ask, token, { calls: backoff.calls, first: 400, low: 0.75 }),
  '/ask/herd': (ask, token) => backingOff(ask, token, { calls: herd.calls, first: 2000, low: 0.5 }),
};

async function backingOff(ask, token, { calls, first, low }) {
  const call = { token, waits: [], retriedAt: [] };
  calls.push(call);
  for (let retry = 0; ; retry += 1) {
    const answer = await ask({ headers: { 'x-stainless-retry-count': String(retry) } });
    if (answer !== null || retry === RETRIES) return answer;
    const failedAt = performance.now();
    await sleep(first * 2 ** retry * (low + (1 - low) * Math.random()));
    call.retriedAt.push(performance.now());
    call.waits.push(performance.now() - failedAt);
  }
}

function failed() {
  breaker.failures += 1;
  breaker.firstFailure ??= performance.now();
  if (breaker.failures !== TRIP) return;
  breaker.openedAt = performance.now();
  breaker.openUntil = breaker.openedAt + PROBE_EVERY;
}

const server = createServer((req, res) => {
  const mechanism = mechanisms[req.url ?? ''];
  if (req.url === '/books') res.writeHead(200, JSON_TYPE).end(JSON.stringify(books));
  else if (mechanism === undefined) res.writeHead(req.url === '/health' ? 204 : 404).end();
  else serve(req, res, mechanism).catch(() => res.destroy());
});

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1');

async function serve(req, res, mechanism) {
  const { question } = JSON.parse(await textOf(req));
  const token = String(req.headers['x-request-id']);
  const answer = await mechanism((how = {}) => ask(routes[req.url], question, how), token);
  if (answer === null) res.writeHead(503, JSON_TYPE).end(JSON.stringify({ error: { code: 'unavailable' } }));
  else res.writeHead(200, JSON_TYPE).end(JSON.stringify({ answer }));
}

/** The text of the answer, or null. */
function ask(url, question, { headers = {}, timeout = 30_000 }) {
  const body = JSON.stringify({
    model: 'claude-sonnet-4-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: question }],
  });
  return new Promise((resolve) => {
    const call = request(new URL('/v1/messages', url), {
      method: 'POST',
      headers: headersOf(body, headers),
      agent,
    });
    const timer = setTimeout(() => call.destroy(), timeout);
    const end = (answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    call.once('response', (res) =>
      textOf(res).then(
        (text) => end(res.statusCode === 200 ? JSON.parse(text).content[0].text : null),
        () => end(null),
      ),
    );
    call.on('error', () => end(null));
    call.end(body);
  });
}

function headersOf(body, more) {
  return {
    ...JSON_TYPE,
    ...more,
    'content-length': Buffer.byteLength(body),
    'x-api-key': 'none',
    'anthropic-version': '2023-06-01',
  };
}

async function textOf(stream) {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) text += chunk;
  return text;
}
