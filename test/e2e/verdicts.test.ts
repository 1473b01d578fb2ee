/** What the shell is told where a run can say nothing. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli, emptyFolder, REPOSITORY, startCli, type Folder } from '../support/cli.js';

const SUBJECT = `${process.execPath} ${join(REPOSITORY, 'test/support/hostile-subject.mjs')}`;

let folder: Folder;
beforeAll(() => {
  folder = emptyFolder();
  mkdirSync(join(folder.path, '.git'));
});
afterAll(() => folder.remove());

it.concurrent(
  'exit 5: a fault that never fired leaves the run inconclusive; 4: of its record a row is lost',
  async () => {
    const scenario = `name: unmet
upstreams: { primary: { provider: anthropic, model: { firstToken: 20ms, tokens: 8, speed: 400/s } } }
journeys:
  ask: { request: { path: /ask, json: { question: '{{prompt}}' } }, answer: { at: /answer }, deadline: 3s }
load: { rate: 20/s }
phases:
  baseline: { for: 3s }
  outage: { for: 3s, faults: [{ on: primary, fault: hang, match: { model: no-such-model } }] }
  recovery: { for: 3s }
expect: score >= 1
`;
    writeFileSync(join(folder.path, 'unmet.yaml'), scenario);
    const args = ['run', 'unmet.yaml', '--start', `${SUBJECT} honest`, '--no-floor', '--out', 'unmet'];
    const { code, stderr } = await cli(args, { cwd: folder.path });
    expect(stderr).toContain('exit 5: inconclusive');
    expect(code).toBe(5);

    const rows = join(folder.path, 'unmet', 'events.ndjson');
    writeFileSync(rows, readFileSync(rows, 'utf8').replace(/^\{"kind":"response".*\n/m, ''));
    const again = await cli(['score', 'unmet'], { cwd: folder.path });
    expect(again.stderr).toContain('warning  events.ndjson is not as the run left it');
    expect(again.code).toBe(4);
  },
);

it.concurrent('exit 130: Ctrl-C while `learn` waits for an answer is no fault of the app', async () => {
  const start = `${SUBJECT} bottomless`;
  const curl = `curl -d '{"question":"hi"}' http://127.0.0.1:1/ask`;
  const running = startCli(['learn', curl, '--start', start, '--config', 'new.yaml'], { cwd: folder.path });
  await running.said('and asking it');
  await sleep(3_000);
  running.child.kill('SIGINT');
  const { code, stderr } = await running.ended;
  expect(stderr).not.toContain('no whole answer');
  expect(code).toBe(130);
});
