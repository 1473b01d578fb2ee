/** Apps as their frameworks write them, learnt whole: started, asked and listened to. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BrownoutError } from '../../src/model/problem.js';
import { learn, type Learned } from '../../src/run/conductor/learn/learn.js';
import type { Upstream } from '../../src/model/scenario.js';
import { subjectOf } from '../../src/scenario/assemble.js';
import { emptyFolder } from '../support/cli.js';
import { upstream } from '../support/mocking.js';

const APP = `import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const call = async (path, body) => {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer ' + process.env.OPENAI_API_KEY };
  const told = await fetch(process.env.OPENAI_BASE_URL + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!told.ok) throw new Error('the model said ' + told.status);
  return told.json();
};
const chat = async (question, more = {}) => {
  const messages = [{ role: 'user', content: question }];
  const told = await call('/chat/completions', { model: 'gpt-4.1-mini', messages, ...more });
  return told.choices[0].message.content;
};
const tool = (name) => ({ type: 'function', function: { name, parameters: { type: 'object', properties: {} } } });
const parameters = { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] };
const search = [{ type: 'function', function: { name: 'search', parameters } }];
const ask = (messages) => call('/chat/completions', { model: 'gpt-4.1-mini', messages, tools: search });
const routes = {
  '/responses': async ({ question }) => ({ answer: (await call('/responses', { input: question })).output }),
  '/job-at-location': ({ question }) => [202, null, { location: '/work/' + begin(question) + '?full=1' }],
  '/job-by-id': ({ question }) => [202, { job: { id: begin(question) } }],
  '/job-by-url': ({ question }) => [200, { docs: '/none', poll: 'https://app.example/work/' + begin(question) }],
  '/agent': async ({ question }) => ({ answer: await chat(question, { tools: [tool('search'), tool('book')] }) }),
  '/loop': async ({ question }) => {
    const user = { role: 'user', content: question };
    const first = (await ask([user])).choices[0].message;
    if (first.tool_calls === undefined) return { steps: [], text: first.content };
    const messages = [user, first, { role: 'tool', tool_call_id: first.tool_calls[0].id, content: 'nothing' }];
    return { steps: messages, text: (await ask(messages)).choices[0].message.content };
  },
  '/without-tools': async ({ question }) => ({ answer: await chat(question, { tools: [tool('search')], tool_choice: 'none' }) }),
  '/own-mistake': () => { throw new Error('the shop has no database'); },
};
const work = new Map();
const begin = (question) => {
  const id = 'w' + (work.size + 1);
  work.set(id, { state: 'running', result: null, error: null });
  chat(question).then((text) => setTimeout(() => work.set(id, { state: 'done', result: { text }, error: null }), 300));
  return id;
};
createServer(async (request, response) => {
  const json = (status, body, headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  const asked = request.method === 'POST' ? JSON.parse(await text(request)) : {};
  const route = routes[request.url];
  const [, shelf, id] = request.url.split(/[/?]/);
  const job = ['work', 'job-by-id'].includes(shelf) ? work.get(id) : undefined;
  if (job !== undefined) return json(200, job);
  if (route === undefined) return json(request.url === '/' ? 200 : 404, {});
  try {
    const told = await route(asked);
    if (Array.isArray(told)) json(...told);
    else json(200, told);
  } catch (error) {
    console.error(String(error));
    json(500, { error: { code: 'internal' } });
  }
}).listen(process.env.PORT);
`;

let folder: ReturnType<typeof emptyFolder>;

beforeAll(() => {
  folder = emptyFolder();
  writeFileSync(join(folder.path, 'app.mjs'), APP);
});

afterAll(() => folder.remove());

function learnt(path: string, upstreams: readonly Upstream[] = []): Promise<Learned> {
  const body = { kind: 'json', value: { question: 'hi' } } as const;
  return learn({
    request: { method: 'POST', path, headers: {}, body },
    origin: 'http://127.0.0.1:1',
    spec: { ...subjectOf(null), start: `node app.mjs --port $PORT`, cwd: folder.path },
    upstreams,
    signal: new AbortController().signal,
    iOwnThisTarget: false,
  });
}

async function refusal(path: string): Promise<string> {
  const error: unknown = await learnt(path).catch((thrown: unknown) => thrown);
  if (!(error instanceof BrownoutError)) throw new Error('it was learnt', { cause: error });
  return [error.message, ...error.hints].join('\n');
}

it('names the route that no mock speaks, and how its library does without', async () => {
  const said = await refusal('/responses');
  expect(said).toContain('the app calls POST /v1/responses, which the mock of openai does not speak');
  expect(said).toContain('Chat Completions (POST /v1/chat/completions)');
  expect(said).toContain('openai.chat("…")');
}, 30_000);

it('quotes the log of an app that fails by itself, and says which dialects there are', async () => {
  const said = await refusal('/own-mistake');
  expect(said).toContain('  | Error: the shop has no database');
  expect(said).toContain('Mocks speak Anthropic Messages and OpenAI Chat Completions.');
}, 30_000);

it.each([
  ['/job-at-location', 202, { header: 'location' }],
  ['/job-by-id', 202, { path: '/job-by-id/{{job}}', job: '/job/id' }],
  ['/job-by-url', 200, '/poll'],
])(
  'finds of work that is put off at %s where it is asked for, and where its end lies',
  async (path, status, poll) => {
    const { journey, isJoined } = await learnt(path);
    expect(journey).toMatchObject({
      queued: { status, poll, done: '/result/text', failed: '/error' },
      answer: { survives: 'words', part: false },
      stream: { format: 'none' },
    });
    expect(isJoined).toBe(true);
  },
  30_000,
);

it('hears which tools the model was free to call', async () => {
  expect((await learnt('/agent')).called).toMatchObject([{ provider: 'openai', tools: ['search', 'book'] }]);
  expect((await learnt('/without-tools')).called).toMatchObject([{ provider: 'openai', tools: [] }]);
}, 30_000);

it('takes no argument of a tool for the answer, where the mock calls one', async () => {
  const openai = upstream({ name: 'primary', provider: 'openai' });
  const first = { ...openai, model: { ...openai.model, tools: 'first' } } as const;
  const { journey, called } = await learnt('/loop', [first]);
  expect(journey.answer).toMatchObject({ at: '/text', survives: 'words', part: false });
  expect(called).toMatchObject([{ provider: 'openai', calls: 4, tools: [] }]);
}, 30_000);
