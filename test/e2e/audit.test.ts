import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audit } from '../../src/model/audit.js';
import { emptyFolder, type Folder } from '../support/cli.js';

const APP = `
import { createServer } from 'node:http';
createServer(async (req, res) => {
  let body = '';
  for await (const chunk of req) body += chunk;
  if (req.method === 'GET') return res.end('ready');
  res.setHeader('content-type', 'application/json');
  const reply = await fetch(process.env.ANTHROPIC_BASE_URL + '/v1/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({ model: 'm', max_tokens: 99, messages: [{ role: 'user', content: JSON.parse(body).question }] }),
  });
  if (reply.ok) return res.end(JSON.stringify({ answer: (await reply.json()).content[0].text }));
  res.statusCode = 503;
  res.end(JSON.stringify({ error: { code: 'try-later' } }));
}).listen(process.env.PORT, '127.0.0.1');
`;

const scenario = (name: string, fault: string): string => `
name: ${name}
upstreams: { claude: { provider: anthropic, model: { firstToken: 5ms, tokens: 20, speed: 2000/s } } }
journeys:
  ask:
    request: { method: POST, path: /ask, json: { question: "{{prompt}}" } }
    answer: { at: /answer }
    error: { at: /error/code }
    deadline: 2s
load: { rate: 40/s }
phases:
  baseline: { for: 3s }
  outage: { for: 4s, faults: [ { on: claude, ${fault} } ] }
  recovery: { for: 5s }
`;

let folder: Folder;

beforeAll(async () => {
  folder = emptyFolder();
  mkdirSync(join(folder.path, '.git'));
  const write = (name: string, text: string): void => writeFileSync(join(folder.path, name), text);
  write('app.mjs', APP);
  write('down.yaml', scenario('hard-down', 'fault: status, status: 500'));
  write('limit.yaml', scenario('rate-limit', 'fault: rate-limit, requests: 6/s'));
  write('other.yaml', scenario('my-own', 'fault: status, status: 500, share: 50%'));
  const played = ['down.yaml', 'limit.yaml', 'other.yaml'];
  await folder.brownout(
    'run',
    ...played,
    '--start',
    'node app.mjs',
    '--no-floor',
    '--quiet',
    '--out',
    'runs',
  );
  // As a killed one leaves it.
  mkdirSync(join(folder.path, 'runs', 'begun'));
  copyFileSync(join(folder.path, 'runs/hard-down/plan.json'), join(folder.path, 'runs/begun/plan.json'));
});

afterAll(() => folder.remove());

describe('an audit of recorded runs', () => {
  it('shows every journey in every outage, and writes both files', async () => {
    const { code, stdout, stderr } = await folder.brownout('audit', '--from', 'runs', '--out', 'audit');
    expect(stdout).toMatch(/2 of 11 outages/);
    expect(stdout).toMatch(/hard-down +[A-F] +\d+/);
    expect(stdout).toMatch(/ask +honest .* 0\.2\d$/m);
    expect(stdout).toMatch(/not run, it was left out: overload-storm/);
    expect(stderr).toContain('my-own is not in the core suite');
    expect(stderr).toContain('runs/begun: it ended before its first phase');
    const audit = JSON.parse(readFileSync(join(folder.path, 'audit', 'audit.json'), 'utf8')) as Audit;
    expect(audit).toMatchObject({ format: 1, quick: false });
    expect(audit.score).toBeLessThanOrEqual(89);
    expect(code).toBe(audit.verdict === 'pass' ? 0 : 1);
    expect(readFileSync(join(folder.path, 'audit', 'audit.md'), 'utf8')).toMatch(/\| hard-down \|/);
  });

  it('passes and fails by the gate that it is given', async () => {
    expect((await folder.brownout('audit', '--from', 'runs', '--gate', '20')).code).toBe(0);
    const { code, stderr } = await folder.brownout('audit', '--from', 'runs', '--gate', '95', '--json');
    expect(stderr).toContain('exit 1: a gate failed');
    expect(code).toBe(1);
  });
});

describe('the error budget of a recorded run', () => {
  it('is told for the objective and the length that the user states', async () => {
    const args = ['slo', 'runs/hard-down', '--slo', '99.9%', '--lasts', '4h22m'];
    const { code, stdout } = await folder.brownout(...args, '--sla', '99.9%:10%,99%:25%', '--bill', '12000');
    const said = stdout.replaceAll(/\s+/g, ' ');
    expect(said).toContain('43.2 min at 99.9 % (the SLO is yours)');
    expect(said).toContain('all passed through 262 min 606 %');
    expect(said).toContain('uptime 99.3935 %: 10 % of the bill, 1200.00');
    expect(code).toBe(0);
  });

  it.each([
    [['--slo', '100%'], /a share below 100 %/],
    [['--lasts', 'long'], /a duration of at most a year \(8784h\), such as 4h22m, found "long"/],
    [['--sla', '99.9%'], /UPTIME:CREDIT/],
    [['--bill', '-3'], /--bill takes a number from 0, not -3/],
  ])('is refused for %j', async (args, said) => {
    const { code, stderr } = await folder.brownout('slo', 'runs/hard-down', ...args);
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
  });
});

describe('an audit that can’t be made', () => {
  it.each([
    [['--only', 'hang,rate-limt'], /did you mean "rate-limit"\?/],
    [['--from', 'nowhere'], /there is no folder nowhere/],
    [['--from', '.git'], /holds no folder of a run/],
    [['--from', 'runs/hard-down'], /name the folder that it lies in/],
    [['--gate', '200'], /--gate takes a number from 0 to 100, not 200/],
    [['--only', 'hard-down', '--out', 'runs'], /no journey|brownout learn|holds another run/],
  ])('%j', async (args, said) => {
    const { code, stderr } = await folder.brownout('audit', ...args);
    expect(stderr).not.toMatch(/\n\s+at .*\(/);
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
  });
});
