// An app that writes, in three ways, and keeps its own books of it:
//   /keyed  books once, whatever has to be tried again, and says so only when the model has answered
//   /twice  books anew at each of at most two tries, for the booking lies within what is tried again
//   /lossy  says that it has booked, and forgets it where the model did not answer
// GET /bookings?for=<token> gives what is booked, GET /books all of it: { <token>: { entries, said } }
// READ_FAILS=<letter>: bookings of tokens with that letter in front can't be read.
import { createServer } from 'node:http';

const upstream = process.env.UPSTREAM_URL ?? '';
const books = new Map();

const server = createServer((req, res) => {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://app');
  if (req.method === 'POST') return void book(pathname, req, res).catch(() => res.destroy());
  if (pathname === '/books') return json(res, 200, Object.fromEntries(books));
  if (pathname === '/bookings') return read(searchParams.get('for') ?? '', res);
  return res.writeHead(pathname === '/health' ? 204 : 404).end();
});

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1');

function read(token, res) {
  if (token.startsWith(process.env.READ_FAILS ?? '-')) return json(res, 500, {});
  const count = books.get(token)?.entries ?? 0;
  return json(res, 200, { bookings: Array.from({ length: count }, () => ({ token })) });
}

async function book(pathname, req, res) {
  const { token, question } = JSON.parse(await textOf(req));
  const page = { entries: 0, said: 0 };
  books.set(token, page);
  let answer = null;
  for (let attempt = 1; attempt <= 2 && answer === null; attempt += 1) {
    if (pathname === '/twice' || (pathname === '/keyed' && attempt === 1)) page.entries += 1;
    answer = await complete(question).catch(() => null);
  }
  if (pathname === '/lossy' && answer !== null) page.entries += 1;
  const isDone = answer !== null || pathname === '/lossy';
  page.said = isDone ? 200 : 503;
  json(res, page.said, isDone ? { answer: answer ?? 'Booked.' } : { error: { code: 'unavailable' } });
}

async function complete(question) {
  const response = await fetch(new URL('/v1/messages', upstream), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'none', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({
      model: 'claude-sonnet-4-5',
      max_tokens: 100,
      messages: [{ role: 'user', content: question }],
    }),
  });
  if (!response.ok) throw new Error(String(response.status));
  const { content } = await response.json();
  return content[0].text;
}

function json(res, status, body) {
  return res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}
