// An app of which everything is known: each question becomes at most n + 1 calls, one right after the
// other, until one succeeds. ROUTES says which upstream a path asks, and with how many retries:
// {"/ask/x": {"url": "http://127.0.0.1:4010", "retries": 2}}
import { Agent, createServer, request } from 'node:http';

const routes = new Map(Object.entries(JSON.parse(process.env.ROUTES ?? '{}')));
const agent = new Agent({ keepAlive: true });

const server = createServer((req, res) => {
  const route = routes.get(req.url ?? '');
  if (route === undefined) {
    res.writeHead(req.url === '/health' ? 204 : 404).end();
    return;
  }
  textOf(req)
    .then((body) => answerTo(JSON.parse(body).question, route))
    .then(({ status, body }) => res.writeHead(status, JSON_TYPE).end(JSON.stringify(body)))
    .catch(() => res.destroy());
});

const JSON_TYPE = { 'content-type': 'application/json' };

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1');

async function answerTo(question, { url, retries }) {
  for (let attempt = 0; attempt <= retries; attempt += 1) {
    const answer = await ask(url, question);
    if (answer !== null) return { status: 200, body: { answer } };
  }
  return { status: 503, body: { error: { code: 'unavailable' } } };
}

/** The text of the answer, or null where the upstream said no. */
async function ask(url, question) {
  const body = JSON.stringify({
    model: 'claude-sonnet-4-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: question }],
  });
  const { status, text } = await post(new URL('/v1/messages', url), body);
  return status === 200 ? JSON.parse(text).content[0].text : null;
}

function post(url, body) {
  const headers = {
    ...JSON_TYPE,
    'content-length': Buffer.byteLength(body),
    'x-api-key': 'none',
    'anthropic-version': '2023-06-01',
  };
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers, agent }, (res) => {
      textOf(res).then((text) => resolve({ status: res.statusCode, text }), reject);
    });
    call.once('error', reject);
    call.end(body);
  });
}

async function textOf(stream) {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) text += chunk;
  return text;
}
