import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.js';
import type { RunRecord } from '../../src/model/record.js';
import { conduct } from '../../src/run/conductor/conduct.js';
import type { Sighting } from '../../src/run/conductor/observe.js';
import { readRunFolder } from '../../src/run/record/folder.js';
import { failedChecks, isUp } from '../support/after-run.js';
import { planOf } from '../support/attached-run.js';
import { specOf, workshop, type Workshop } from '../support/subjects.js';

let shop: Workshop;
let runs = '';
beforeAll(async () => {
  shop = await workshop();
  runs = await mkdtemp(join(tmpdir(), 'brownout-runs-'));
});
afterAll(async () => {
  await shop.close();
  await rm(runs, { recursive: true });
});

/** An app that asks one model and passes on what it gets; `before` runs at each question. */
function app(before: string, base = 'process.env.ANTHROPIC_BASE_URL') {
  return `
import { createServer } from 'node:http';
const ask = (question) => fetch(${base} + '/v1/messages', {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-api-key': 'x', 'anthropic-version': '2023-06-01' },
  body: JSON.stringify({ model: 'm', max_tokens: 50, messages: [{ role: 'user', content: question }] }),
});
let asked = 0;
createServer(async (request, response) => {
  if (request.method === 'GET') return response.end('ready');
  let body = '';
  for await (const piece of request) body += piece;
  const { question } = JSON.parse(body);
  asked += 1;
  try {
    ${before}
    const answer = await ask(question);
    const said = await answer.json();
    response.statusCode = answer.ok ? 200 : 503;
    response.end(JSON.stringify(answer.ok ? { answer: said.content[0].text } : { error: { code: 'busy' } }));
  } catch {
    response.writeHead(500).end();
  }
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
}

const SHORT = {
  name: 'short',
  title: 'A short outage',
  story: 'Every call is refused for a while.',
  sources: ['https://example.com'],
  upstreams: {
    claude: { provider: 'anthropic', model: { firstToken: '5ms', tokens: 5, speed: '1000/s' } },
  },
  journeys: {
    ask: {
      request: { method: 'POST', path: '/ask', json: { question: '{{prompt}}' } },
      answer: { at: '/answer' },
      error: { at: '/error/code' },
      deadline: '500ms',
    },
  },
  load: { rate: '20/s' },
  phases: {
    baseline: { for: '1500ms' },
    outage: { for: '1500ms', faults: [{ on: 'claude', fault: 'status', status: 529 }] },
    recovery: { for: '1500ms' },
  },
};

interface Run {
  readonly source: string;
  readonly plan?: Plan;
  readonly signal?: AbortSignal;
  readonly observe?: (sighting: Sighting) => void;
  readonly folder?: string;
}

let number = 0;

function nextFolder(): string {
  number += 1;
  return join(runs, `run${number}`);
}

async function run({ source, plan, signal, observe, folder = nextFolder() }: Run): Promise<RunRecord> {
  const start = await shop.program(basename(folder), source);
  return conduct({
    plan: plan ?? planOf(SHORT, 1),
    subject: specOf({ start, cwd: shop.folder }),
    subjectName: 'app',
    folder,
    version: 'test',
    signal: signal ?? new AbortController().signal,
    iOwnThisTarget: false,
    ...{ bind: '127.0.0.1', advertise: null },
    toxiproxy: null,
    floor: null,
    observe: observe ?? (() => undefined),
  });
}

// Each has an app, a folder and mocks of its own.
describe.concurrent('a run', () => {
  let record: RunRecord;
  beforeAll(async () => {
    record = await run({ source: app('') });
  });

  it('tells of every user, every call, every phase and every window, and leaves nothing behind', async () => {
    const { facts, plan } = record;
    expect(facts.ending).toEqual({ kind: 'completed' });
    expect(facts.counts.scheduled).toBe(plan.arrivals.kind === 'open' ? plan.arrivals.count : null);
    expect(record.responses).toHaveLength(facts.counts.scheduled);
    expect(record.attempts).toHaveLength(facts.counts.attempts);
    expect(new Set(record.responses.map(({ inbound }) => inbound)).size).toBe(facts.counts.scheduled);
    expect(facts.counts.joined).toBe(facts.counts.attempts);
    expect(failedChecks(record)).toEqual([]);
    expect(record.phases.map(({ phase, at }) => [phase, at])).toEqual([
      ['baseline', 0],
      ['outage', 1_500],
      ['recovery', 3_000],
    ]);
    expect(record.windows.map(({ is, at }) => [is, at])).toEqual([
      ['opened', 1_500],
      ['closed', 3_000],
    ]);
    const calls = facts.windows[0]?.fired;
    expect(record.attempts.filter(({ faults }) => faults.includes('w1'))).toHaveLength(calls ?? 0);
    expect(facts.routing).toEqual([
      { upstream: 'claude', state: 'proven', calls: facts.counts.attempts + 1 },
    ]);
    expect(await isUp(facts.subject.url)).toBe(false);
  });

  it('gives users of a healthy phase the whole answer of the model', () => {
    const classes = (phase: string) =>
      new Set(
        record.responses
          .filter((row) => row.phase === phase && row.due % 1_500 < 1_300)
          .map((row) => row.class),
      );
    expect(classes('baseline')).toEqual(new Set(['full']));
    expect(classes('outage')).toEqual(new Set(['honest-error']));
  });

  it('does not share its folder, its mocks or its app with one at the same time', async () => {
    const [one, two] = await Promise.all([run({ source: app('') }), run({ source: app('') })]);
    for (const own of [one, two]) {
      expect(failedChecks(own)).toEqual([]);
      expect(own.facts.counts.joined).toBe(own.facts.counts.attempts);
    }
    expect(one.facts.subject.url).not.toBe(two.facts.subject.url);
  });

  it('stops when a rule of the scenario says so', async () => {
    const phases = { ...SHORT.phases, outage: { ...SHORT.phases.outage, for: '20s' } };
    const plan = planOf({ ...SHORT, phases, abort: ['full-share < 10% for 1s during outage'] }, 1);
    const stopped = await run({ source: app(''), plan });
    expect(stopped.facts.ending).toMatchObject({
      kind: 'aborted',
      because: expect.stringContaining('full-share < 10%') as unknown,
    });
    expect(stopped.phases.map(({ phase }) => phase)).toEqual(['baseline', 'outage']);
    expect(failedChecks(stopped)).toEqual([]);
  });
});

describe.concurrent('a run is refused', () => {
  it.each([
    ['not-routed', 'whose app calls nobody', app('return response.end(\'{"answer":"42"}\');')],
    [
      'not-routed',
      'whose app calls us for something else alone',
      app('void ask(\'are you there?\').catch(() => {}); return response.end(\'{"answer":"42"}\');'),
    ],
    ['trapped', 'whose app calls a provider that nobody named', app('', 'process.env.OPENAI_BASE_URL')],
    ['not-healthy', 'whose app fails before any fault', app("await ask(question); throw new Error('no');")],
    [
      'not-healthy',
      'whose app packs what was asked for plain',
      app("response.setHeader('content-encoding', 'gzip');"),
    ],
    ['subject-died', 'whose app dies of the first question', app("console.log('bye'); process.exit(9);")],
    ['subject-died', 'whose app dies in the baseline', app('if (asked > 5) process.exit(9);')],
  ])('as %s, %s', async (code, _, source) => {
    await expect(run({ source })).rejects.toMatchObject({ code, ending: 'not-testable' });
  });

  it('leaves a record of an app that died in the baseline', async () => {
    const folder = nextFolder();
    const source = app("if (asked > 5) { console.log('bye'); process.exit(9); }");
    await run({ source, folder }).catch(() => undefined);
    const { facts, responses } = await readRunFolder(folder);
    expect(facts.subject.died).toMatchObject({ phase: 'baseline', how: 'exit code 9' });
    expect(facts.lastWords).toEqual(['bye']);
    expect(responses.length).toBeGreaterThan(0);
  });
});

describe('an app that dies in the outage', () => {
  it('is a finding, and the run goes on to its end', async () => {
    const record = await run({
      source: app(
        "const probe = await ask(question); if (probe.status === 529) { console.log('down'); process.exit(9); }",
      ),
    });
    expect(record.facts.ending).toEqual({ kind: 'completed' });
    expect(record.facts.subject.died).toMatchObject({ phase: 'outage', how: 'exit code 9' });
    expect(record.facts.lastWords).toEqual(['down']);
    expect(
      record.responses.filter(({ phase }) => phase === 'recovery').every(({ end }) => end === 'refused'),
    ).toBe(true);
    expect(failedChecks(record)).toEqual([]);
  });
});

describe.concurrent('whoever interrupts a run', () => {
  it.each(['baseline', 'outage', 'recovery'])('in its %s gets what was seen so far', async (phase) => {
    const stop = new AbortController();
    const record = await run({
      source: app(''),
      signal: stop.signal,
      observe: (sighting) => {
        if (sighting.kind === 'phase' && sighting.phase.name === phase)
          setTimeout(() => stop.abort('SIGINT'), 300);
      },
    });
    expect(record.facts.ending).toEqual({ kind: 'interrupted', signal: 'SIGINT' });
    expect(record.phases.at(-1)?.phase).toBe(phase);
    expect(record.responses.length).toBeGreaterThan(0);
    expect(failedChecks(record)).toEqual([]);
    expect(await isUp(record.facts.subject.url)).toBe(false);
  });

  it.each(['mocks', 'subject', 'preflight'] as const)('before it, at %s, is told so', async (stage) => {
    const stop = new AbortController();
    const observe = (sighting: Sighting) => {
      if (sighting.kind === 'stage' && sighting.stage === stage) stop.abort('SIGINT');
    };
    await expect(run({ source: app(''), signal: stop.signal, observe })).rejects.toMatchObject({
      code: 'interrupted',
      ending: 'interrupted',
    });
  });

  it('by killing it leaves rows that can be scored, and no app', async () => {
    const start = await shop.program('killed-app', app(''));
    const folder = join(runs, 'killed');
    const conductor = fileURLToPath(new URL('../../dist/run/conductor/conduct.js', import.meta.url));
    const wanted = {
      plan: planOf(
        { ...SHORT, phases: { ...SHORT.phases, outage: { ...SHORT.phases.outage, for: '60s' } } },
        1,
      ),
      subject: specOf({ start, cwd: shop.folder }),
      ...{ subjectName: 'app', folder, version: 'test', iOwnThisTarget: false, floor: null },
      ...{ bind: '127.0.0.1', advertise: null, toxiproxy: null },
    };
    await shop.program(
      'owner',
      `import { conduct } from ${JSON.stringify(conductor)};
      const wanted = ${JSON.stringify(wanted)};
      await conduct({ ...wanted, signal: new AbortController().signal, observe: () => {} });`,
    );
    const owner = spawn(process.execPath, ['owner.mjs'], { cwd: shop.folder, stdio: 'inherit' });
    const events = join(folder, 'events.ndjson');
    while (!existsSync(events) || !(await readFile(events, 'utf8')).includes('"phase":"outage"')) {
      expect(owner.exitCode).toBeNull();
      await new Promise((next) => setTimeout(next, 50));
    }
    owner.kill('SIGKILL');
    const record = await readRunFolder(folder);
    expect(record.facts.ending.kind).toBe('interrupted');
    expect(record.facts.counts.scheduled).toBe(record.responses.length);
    expect(record.responses.length).toBeGreaterThan(10);
    while (await isUp(record.facts.subject.url)) await new Promise((next) => setTimeout(next, 50));
  });
});
