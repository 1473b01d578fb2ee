/** An app that answers well while its provider does, and then does its worst: argv[2] says which ('rude' and 'bottomless' from the start). */
import { spawn } from 'node:child_process';
import { createServer, request } from 'node:http';

const JSON_TYPE = { 'content-type': 'application/json' };
const MEGABYTES = JSON.stringify({ answer: 'x'.repeat(5_000_000) });
const worst = process.argv[2] ?? 'honest';
const MARKUP = '\u001b[31m\u001b]0;owned\u0007\u009b2J<script>alert(1)</script><img src=x onerror=alert(1)>';

/** What users get once the provider has failed. */
const WORST = {
  honest: (res) => res.writeHead(503).end('{}'),
  dies: () => {
    process.stderr.write(`it went down ${MARKUP}\n`);
    process.exit(9);
  },
  garbage: (res) => {
    const bytes = Buffer.alloc(2_000, 0xff);
    // Half of them no HTTP at all, the others HTTP whose body is no text.
    if ((turn += 1) % 2 === 0) res.socket.end(bytes);
    else res.writeHead(200, JSON_TYPE).end(bytes);
  },
  megabytes: (res) => res.writeHead(200, JSON_TYPE).end(MEGABYTES),
  endless: (res) => {
    res.writeHead(200, JSON_TYPE);
    const flow = setInterval(() => res.write(Buffer.alloc(16_384, 0x78)), 50);
    res.on('close', () => clearInterval(flow));
  },
  strays: (res) => res.writeHead(503).end('{}'),
  elsewhere: (res) => {
    void ask(process.env.OPENAI_BASE_URL, '/chat/completions', 'hello').then(() =>
      res.writeHead(503).end('{}'),
    );
  },
  markup: (res) => res.writeHead(200, JSON_TYPE).end(JSON.stringify({ answer: MARKUP })),
};

let turn = 0;

if (worst === 'strays') {
  // In a group of its own, and it doesn't want to end.
  const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
  spawn(process.execPath, ['-e', deaf], { detached: true, stdio: 'ignore' }).unref();
}

const server = createServer(async (req, res) => {
  let body = '';
  for await (const piece of req) body += piece;
  if (req.url !== '/ask') return res.end('fine');
  if (worst === 'rude') return res.writeHead(500).end(MARKUP);
  if (worst === 'bottomless') return WORST.endless(res);
  const said = await ask(process.env.ANTHROPIC_BASE_URL, '/v1/messages', JSON.parse(body).question);
  if (said === null) return WORST[worst](res);
  res.writeHead(200, JSON_TYPE).end(JSON.stringify({ answer: said }));
});
server.listen(Number(process.env.PORT), '127.0.0.1');

/** The words of the model, or null where there are none. */
function ask(base, path, question) {
  const headers = { ...JSON_TYPE, 'anthropic-version': '2023-06-01', 'x-api-key': 'k' };
  const { promise, resolve } = deferred();
  const call = request(base + path, { method: 'POST', headers }, async (res) => {
    let text = '';
    for await (const piece of res) text += piece;
    resolve(res.statusCode === 200 ? JSON.parse(text).content[0].text : null);
  });
  call.on('error', () => resolve(null));
  call.end(JSON.stringify({ model: 'm', max_tokens: 100, messages: [{ role: 'user', content: question }] }));
  return promise;
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}
