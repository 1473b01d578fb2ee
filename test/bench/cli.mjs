// How long the command takes to speak and to listen, against `node -e 0` in the same minute, and how much
// memory an idle `up` holds.  node test/bench/cli.mjs
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
const PAIRS = 9;
const PORT = 19_417;
// A certificate list of the machine's own is read at each start and would be timed with it.
const env = { ...process.env, NODE_EXTRA_CA_CERTS: '' };

export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-bench-'));
  try {
    return [...(await started(folder)), await idleUp(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function started(folder) {
  const rows = [];
  const bare = () => timed(() => spawnSync(process.execPath, ['-e', '0'], { env }));
  for (const [what, goal, act] of [
    ['--version', 1.4, () => timed(() => spawnSync(process.execPath, [BIN, '--version'], { env }))],
    ['--help', 5, () => timed(() => spawnSync(process.execPath, [BIN, '--help'], { env }))],
    ['run until it listens', 10, () => untilListening(folder)],
  ]) {
    const ratios = [];
    const times = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const base = bare();
      const own = await act();
      ratios.push(own / base);
      times.push(own);
    }
    const ratio = median(ratios);
    rows.push({
      what: `\`${what}\``,
      against: '`node -e 0`',
      measured: `${ratio.toFixed(2)} × (${median(times).toFixed(0)} ms)`,
      goal: `${goal} ×`,
      ok: ratio <= goal,
    });
  }
  return rows;
}

function timed(act) {
  const began = performance.now();
  act();
  return performance.now() - began;
}

async function untilListening(folder) {
  writeFileSync(
    join(folder, 'brownout.config.yaml'),
    `subject: { start: "sleep 20" }
upstreams: { primary: { provider: anthropic, port: ${PORT} } }
journeys: { ask: { request: { method: POST, path: /ask, json: { q: '{{prompt}}' } } } }
`,
  );
  const began = performance.now();
  const child = spawn(process.execPath, [BIN, 'run', 'hard-down', '--quiet'], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  while (!(await listens(PORT))) await new Promise((resolve) => setTimeout(resolve, 2));
  const took = performance.now() - began;
  child.kill('SIGINT');
  await ended;
  return took;
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => (socket.destroy(), resolve(true)));
    socket.on('error', () => resolve(false));
  });
}

async function idleUp(folder) {
  const child = spawn(process.execPath, [BIN, 'up', '--json'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const megabytes = residentOf(child.pid);
  child.kill('SIGINT');
  await new Promise((resolve) => child.on('close', resolve));
  return {
    what: 'memory of an idle `up`',
    against: '',
    measured: `${megabytes.toFixed(0)} MB`,
    goal: '90 MB',
    ok: megabytes <= 90,
  };
}

function residentOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await bench());
