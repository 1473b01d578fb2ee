// Child processes of a bench: pinned to a core where the machine can, asked for their CPU, ended by us.
import { execFileSync, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CORES = cpus().length;

/** Pins this process and its threads; does nothing on a machine without taskset or a second core. */
export function pin(pid, core) {
  if (CORES < 2) return;
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    // Not pinned: the figures are noisier, the ratios hold.
  }
}

/** Starts a part that answers messages one after the other; resolves when it says that it is ready. */
export async function startPart(file, options, core = 0) {
  const child = fork(new URL(file, import.meta.url), [JSON.stringify(options)]);
  pin(child.pid, core);
  const waiting = [];
  child.on('message', (message) => waiting.shift()?.(message));
  const next = () => new Promise((resolve) => waiting.push(resolve));
  const ready = await next();
  return {
    ...ready,
    ask: (what) => {
      const answer = next();
      child.send({ ask: what });
      return answer;
    },
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      await gone;
    },
  };
}

/** In a part: says that it is ready, and answers what it is asked for. */
export function serveParent(ready, answers = {}) {
  process.on('message', ({ ask }) => {
    if (ask === 'cpu') {
      const { user, system } = process.cpuUsage();
      process.send({ us: user + system, waited: waitedMs() });
    } else process.send(answers[ask]());
  });
  process.on('disconnect', () => process.exit(0));
  process.send(ready);
}

/** How long this thread was ready to run and got no core, where the system tells; else 0. */
export function waitedMs() {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** A program of this folder; null where there is no C compiler. */
export function compiled(source) {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-bench-'));
  const program = join(folder, 'program');
  const remove = () => rmSync(folder, { recursive: true });
  try {
    const from = fileURLToPath(new URL(source, import.meta.url));
    execFileSync('cc', ['-O2', '-o', program, from], { stdio: 'inherit' });
    return { program, remove };
  } catch {
    remove();
    return null;
  }
}
