/**
 * Which processes carry the mark of a run. Every process of a subject inherits the variable, whatever
 * group it moved to, and nothing else on the machine has it: so nothing else is ever ended.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export const MARK = 'BROWNOUT_RUN';

export interface LiveProcess {
  readonly pid: number;
  readonly group: number;
  /** When it started, in the words of the system: a pid that was given away again has another. */
  readonly started: string;
  readonly environment: string;
}

export type IsOurs = (found: LiveProcess) => boolean;

const POLL_MS = 50;
/** What a dying process forked just before it died is found in the next round. */
const ROUNDS = 5;

export function carries(mark: string): IsOurs {
  return ({ environment }) => environment.includes(`\0${MARK}=${mark}\0`);
}

/** Asks them to end, waits for `graceMs`, and then doesn't ask. True when none is left. */
export async function endProcesses(isOurs: IsOurs, graceMs: number): Promise<boolean> {
  const until = performance.now() + graceMs;
  const asked = new Set<number>();
  let left = await living(isOurs);
  while (left.length > 0 && performance.now() < until) {
    // Each is asked once, those too that were forked after we asked their parents.
    signalAll(
      left.filter(({ pid }) => !asked.has(pid)),
      'SIGTERM',
    );
    for (const { pid } of left) asked.add(pid);
    await sleep(POLL_MS);
    left = await living(isOurs);
  }
  for (let round = 0; left.length > 0 && round < ROUNDS; round += 1) {
    signalAll(left, 'SIGKILL');
    await sleep(POLL_MS);
    left = await living(isOurs);
  }
  return left.length === 0;
}

/** When a process started, or null where there is none of that number. */
export async function startOf(pid: number): Promise<string | null> {
  // It is asked once for each run that is written down, and a list of all processes takes its time.
  if (process.platform === 'linux') return (await readProc(String(pid)))?.started ?? null;
  const found = await listed();
  return found.find((one) => one.pid === pid)?.started ?? null;
}

/** Of each of these marks; the machine is looked through once. */
export async function pidsCarrying(marks: readonly string[]): Promise<readonly (readonly number[])[]> {
  const found = await living(() => true);
  return marks.map((mark) => found.filter(carries(mark)).map(({ pid }) => pid));
}

/** We may be part of another run's subject; to end ourselves is then that run's affair. */
async function living(isOurs: IsOurs): Promise<readonly LiveProcess[]> {
  const found = await listed();
  return found.filter((one) => one.pid !== process.pid && isOurs(one));
}

function listed(): Promise<readonly LiveProcess[]> {
  return process.platform === 'linux' ? listProc() : listPs();
}

function signalAll(found: readonly LiveProcess[], signal: NodeJS.Signals): void {
  for (const { pid } of found) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended since we looked, or belongs to another user, whose processes we leave alone.
    }
  }
}

async function listProc(): Promise<readonly LiveProcess[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(names.map(readProc));
  return found.filter((one) => one !== null);
}

async function readProc(name: string): Promise<LiveProcess | null> {
  try {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold anything, so we count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, , group] = fields;
    if (state === 'Z' || state === 'X') return null;
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    const started = fields[19] ?? '';
    return { pid: Number(name), group: Number(group), started, environment: `\0${environment}\0` };
  } catch {
    return null;
  }
}

const PS_LINE = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s(.*)$/;

/** macOS shows the environment of one's own processes behind their command. */
async function listPs(): Promise<readonly LiveProcess[]> {
  const { stdout } = await promisify(execFile)(
    '/bin/ps',
    ['eww', '-axo', 'pid=,pgid=,stat=,lstart=,command='],
    {
      maxBuffer: 64 * 1_024 * 1_024,
    },
  );
  return stdout.split('\n').flatMap((line) => {
    const [, pid, group, stat, started = '', command = ''] = PS_LINE.exec(line) ?? [];
    if (pid === undefined || stat?.startsWith('Z') === true) return [];
    const environment = `\0${command.replaceAll(' ', '\0')}\0`;
    return [{ pid: Number(pid), group: Number(group), started, environment }];
  });
}
