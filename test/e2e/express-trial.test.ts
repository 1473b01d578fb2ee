import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyFolder, REPOSITORY, type Folder } from '../support/cli.js';

/** A stranger's app, written without a thought of Brownout. */
const APP = `import express from 'express';
import Anthropic from '@anthropic-ai/sdk';

const app = express();
const claude = new Anthropic();
const question = (req) => ({
  model: 'claude-sonnet-4-5',
  max_tokens: 300,
  messages: [{ role: 'user', content: 'Answer in one sentence. ' + req.body.question }],
});
app.use(express.json());
app.get('/health', (req, res) => res.send('fine'));
app.post('/ask', async (req, res) => {
  const message = await claude.messages.create(question(req));
  res.json({ answer: message.content[0].text, usage: message.usage });
});
app.post('/stream', async (req, res) => {
  res.setHeader('content-type', 'text/event-stream');
  for await (const event of claude.messages.stream(question(req)))
    if (event.type === 'content_block_delta') res.write('data: ' + JSON.stringify({ token: event.delta.text }) + '\\n\\n');
  res.end('data: [DONE]\\n\\n');
});
app.post('/notes', (req, res) => res.status(201).json({ saved: req.body.text }));
app.listen(process.env.PORT ?? 3000);
`;

let folder: Folder;

beforeAll(() => {
  folder = emptyFolder();
  writeFileSync(join(folder.path, 'server.mjs'), APP);
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder.path, 'node_modules'));
});

afterAll(() => folder.remove());

function text(name: string): string {
  return readFileSync(join(folder.path, name), 'utf8');
}

function curl(path: string, body: object): string {
  return `curl -H 'content-type: application/json' -d '${JSON.stringify(body)}' http://127.0.0.1:18567${path}`;
}

it('is learnt from three curl lines, found well, and graded', { timeout: 150_000 }, async () => {
  const start = ['--start', 'node server.mjs', '--ready', '/health'];
  const ask = await folder.brownout(
    'learn',
    curl('/ask', { question: 'hi', tone: 'extraordinarily kind' }),
    ...start,
  );
  expect(ask.stderr).not.toContain('error');
  expect(ask.code).toBe(0);
  // The longest text is tried first; the one that reaches the provider is the question.
  expect(ask.stdout).toContain('question   json /question');
  expect(text('brownout.config.yaml')).toContain('at: /answer');
  const stream = await folder.brownout('learn', curl('/stream', { question: 'hi' }));
  expect(stream.code).toBe(0);
  const notes = await folder.brownout('learn', curl('/notes', { text: 'milk' }), '--name', 'save-note');
  expect(notes.code).toBe(0);
  const config = text('brownout.config.yaml');
  for (const part of [
    'format: sse',
    'text: /token',
    "done: '[DONE]'",
    'provider: anthropic',
    'needsModel: false',
  ])
    expect(config).toContain(part);

  const doctor = await folder.brownout('doctor');
  expect(doctor.stdout).not.toContain('not ok');
  expect(doctor.stdout).toMatch(/ok\s+traffic\s+the app calls our primary/);
  expect(doctor.code).toBe(0);

  const ran = await folder.brownout('run', 'overload-storm', '--quick', '--out', 'out');
  expect([0, 1]).toContain(ran.code);
  expect(ran.stderr).toMatch(/20\.0 recovery {3}all faults closed/);
  const card = JSON.parse(text('out/scorecard.json')) as {
    grade: string | null;
    measurements: { id: string; scope: { phase: string }; value?: number }[];
  };
  expect(['A+', 'A', 'B', 'C', 'D', 'E', 'F']).toContain(card.grade);
  const baseline = card.measurements.find(
    ({ id, scope }) => id === 'full-share' && scope.phase === 'baseline',
  );
  expect(baseline?.value).toBeGreaterThan(0.99);
  expect(statSync(join(folder.path, 'out/scorecard.html')).size).toBeGreaterThan(10_000);

  const scored = await folder.brownout('score', 'out', '--json');
  expect((JSON.parse(scored.stdout) as { grade: string }).grade).toBe(card.grade);
  const reported = await folder.brownout('report', 'out', '--reporter', 'markdown=summary.md');
  expect(reported.stdout).toBe('summary.md\n');
  expect(text('summary.md')).toBe(text('out/scorecard.md'));
  const again = await folder.brownout('run', 'overload-storm', '--quick', '--out', 'out');
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('not overwritten');
});
