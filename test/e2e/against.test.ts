import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli as brownout } from '../support/cli.js';

const ANSWERS = `
import { createServer } from 'node:http';
import { ask } from './ask.mjs';
createServer(async (req, res) => {
  if (req.method === 'GET') return res.end('ready');
  let body = '';
  for await (const chunk of req) body += chunk;
  res.setHeader('content-type', 'application/json');
  try {
    res.end(JSON.stringify({ answer: await ask(JSON.parse(body).question) }));
  } catch {
    res.statusCode = 503;
    res.end(JSON.stringify({ error: { code: 'try-later' } }));
  }
}).listen(process.env.PORT, '127.0.0.1');
`;

/** Asks so many times before it gives up. */
const asking = (tries: number): string => `
export async function ask(question, left = ${tries}) {
  const response = await fetch(process.env.ANTHROPIC_BASE_URL + '/v1/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({ model: 'm', max_tokens: 99, messages: [{ role: 'user', content: question }] }),
  });
  if (response.ok) return (await response.json()).content[0].text;
  if (left === 1) throw new Error('gave up');
  return ask(question, left - 1);
}
`;

const STORM = `
title: Half of the calls fail
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
  outage: { for: 4s, faults: [ { on: claude, fault: status, status: 529, share: 50% } ] }
  recovery: { for: 5s }
`;

let folder: string;

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=nobody', '-c', 'user.email=nobody@example.invalid'];
  return execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brownout-against-'));
  await writeFile(join(folder, 'app.mjs'), ANSWERS);
  await writeFile(join(folder, 'ask.mjs'), asking(1));
  await writeFile(join(folder, 'storm.yaml'), STORM);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'one try');
  await writeFile(join(folder, 'ask.mjs'), asking(3));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an app against an earlier state of itself', () => {
  it('is told what the change did, and its repository is left as it was', async () => {
    const before = git('status', '--porcelain');
    const args = ['run', 'storm.yaml', '--start', 'node app.mjs', '--against', 'HEAD'];
    const { code, stderr } = await brownout([...args, '--no-floor', '--quiet', '--out', 'out'], {
      cwd: folder,
    });
    const comparison: unknown = JSON.parse(readFileSync(join(folder, 'out', 'comparison.json'), 'utf8'));
    expect(comparison).toMatchObject({
      because: null,
      verdict: 'pass',
      terms: [{ title: 'Users get answers' }, {}],
    });
    expect(stderr).toMatch(/this change: \d+ → \d+, ± [\d.]+: better/);
    expect(code).toBe(0);
    expect(git('status', '--porcelain')).toBe(`${before}?? out/\n`);
    expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'out', 'before-1', 'scorecard.html'))).toBe(true);
  });

  it.each([
    [['--against', 'no-such-branch'], /has no commit "no-such-branch"/],
    [['--against', 'HEAD', '--setup', 'false'], /"false" failed/],
    [['--against', 'HEAD', '--repeats', '0'], /whole number from 1 to 10/],
    [['--against', 'HEAD', '--extend'], /--against and --extend can't go together/],
  ])('with %o is told what is wrong, without a stack trace', async (args, said) => {
    const all = ['run', 'storm.yaml', '--start', 'node app.mjs', ...args, '--quiet'];
    const { code, stderr } = await brownout(all, { cwd: folder });
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(2);
  });
});
