// An app that keeps its own books. Every question becomes at most two calls, streamed for some users
// and whole for others, each with a timeout of its own; what came of them stands at GET /books:
// [{ token, streamed, calls: [{ saw, status }], gave }]
// Some users' app calls once too often and lets go of that call in the same breath (`withdrawn`).
import { Agent, createServer, request } from 'node:http';

const upstream = process.env.UPSTREAM_URL ?? '';
const timeout = Number(process.env.TIMEOUT ?? 2_000);
const agent = new Agent({ keepAlive: true });
const JSON_TYPE = { 'content-type': 'application/json' };
const ATTEMPTS = 2;

const books = [];

const server = createServer((req, res) => {
  if (req.url === '/books') res.writeHead(200, JSON_TYPE).end(JSON.stringify(books));
  else if (req.url === '/ask') serve(req, res).catch(() => res.destroy());
  else res.writeHead(req.url === '/health' ? 204 : 404).end();
});

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1');

async function serve(req, res) {
  const { question } = JSON.parse(await textOf(req));
  const token = String(req.headers['x-request-id']);
  const page = { token, streamed: letter(token, 0) % 2 === 0, calls: [], gave: null };
  books.push(page);
  if (letter(page.token, 1) < 4) page.calls.push(withdraw(question, letter(page.token, 3) % 2 === 0));
  let answer = null;
  for (let attempt = 1; attempt <= ATTEMPTS && answer === null; attempt += 1) {
    const entry = { saw: null, status: null };
    page.calls.push(entry);
    answer = await (page.streamed ? callStreamed : callWhole)(question, entry);
  }
  const { gave, say } = answer === null ? excuseFor(page) : fullAnswer(answer);
  page.gave = gave;
  say(res);
}

function fullAnswer(answer) {
  return { gave: 'full', say: (res) => json(res, 200, { answer }) };
}

/** Users who get no answer get one of these, by a letter of their token. */
function excuseFor({ token, calls }) {
  const excuses = [
    { gave: 'honest-error', say: (res) => json(res, 503, { error: { code: 'unavailable' } }) },
    { gave: 'static', say: (res) => json(res, 200, { answer: 'Ask again later.' }, { 'x-degraded': 'yes' }) },
    { gave: 'raw-error', say: (res) => res.writeHead(500).end(`Error: ${calls.at(-1).saw}`) },
    { gave: 'lie', say: (res) => json(res, 200, { answer: '' }) },
    { gave: 'reset', say: (res) => res.destroy() },
  ];
  return excuses[letter(token, 2) % excuses.length];
}

function letter(token, place) {
  return token.charCodeAt(place) - 97;
}

function json(res, status, body, headers = {}) {
  res.writeHead(status, { ...JSON_TYPE, ...headers }).end(JSON.stringify(body));
}

// ---- calls; each gives the answer's text, or null, and says in its entry what it saw

async function callWhole(question, entry) {
  const body = await bodyOfCall(question, false, entry);
  if (body === null) return null;
  if (body === '') return saw(entry, 'empty');
  const message = entry.type.startsWith('application/json') ? parsed(body) : null;
  if (message === null) return saw(entry, 'malformed');
  const text = message.content?.[0]?.text;
  return isText(text) ? saw(entry, 'ok', text) : saw(entry, 'empty');
}

async function callStreamed(question, entry) {
  const body = await bodyOfCall(question, true, entry);
  if (body === null) return null;
  if (body === '') return saw(entry, 'empty');
  if (!entry.type.startsWith('text/event-stream')) return saw(entry, 'malformed');
  const events = body
    .split('\n\n')
    .filter((frame) => frame.trim() !== '')
    .map((frame) => parsed(/^data: (.*)$/m.exec(frame)?.[1] ?? ''));
  if (events.includes(null)) return saw(entry, 'malformed');
  if (events.some(({ type }) => type === 'error')) return saw(entry, 'error-event');
  if (events.at(-1)?.type !== 'message_stop') return saw(entry, 'unfinished');
  const text = events.map(({ delta }) => delta?.text ?? '').join('');
  return isText(text) ? saw(entry, 'ok', text) : saw(entry, 'empty');
}

/** The whole body of a 200, or null. */
async function bodyOfCall(question, stream, entry) {
  const outcome = await exchange(call(question, stream), entry);
  if (outcome.kind === 'gave-up') return saw(entry, 'gave-up');
  if (outcome.kind === 'broken') return saw(entry, 'broken');
  return entry.status === 200 ? outcome.text : saw(entry, 'error-status');
}

function saw(entry, what, text = null) {
  entry.saw = what;
  return text;
}

function exchange(req, entry) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve({ kind: 'gave-up' });
      req.destroy();
    }, timeout);
    const end = (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    req.once('response', (res) => {
      entry.status = res.statusCode;
      entry.type = res.headers['content-type'] ?? '';
      textOf(res).then(
        (text) => end({ kind: 'read', text }),
        () => end({ kind: 'broken' }),
      );
    });
    req.on('error', () => end({ kind: 'broken' }));
  });
}

function withdraw(question, isAtOnce) {
  const req = call(question, false, 'withdrawn');
  req.on('error', () => undefined);
  req.once('response', (res) => res.resume());
  // Some are let go before a byte has left, some when it may be on its way.
  if (isAtOnce) req.destroy();
  else setImmediate(() => req.destroy());
  return { saw: 'withdrawn', status: null };
}

function call(question, stream, model = 'claude-sonnet-4-5') {
  const body = JSON.stringify({
    model,
    max_tokens: 100,
    stream,
    messages: [{ role: 'user', content: question }],
  });
  const headers = {
    ...JSON_TYPE,
    'content-length': Buffer.byteLength(body),
    'x-api-key': 'none',
    'anthropic-version': '2023-06-01',
  };
  const req = request(new URL('/v1/messages', upstream), { method: 'POST', headers, agent });
  req.end(body);
  return req;
}

function isText(text) {
  return typeof text === 'string' && text !== '';
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function textOf(stream) {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) text += chunk;
  return text;
}
