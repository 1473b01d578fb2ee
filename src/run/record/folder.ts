/**
 * A run's folder: `plan.json` first, rows while it lasts, `run.json` early and again at the end. It is
 * all that a score needs, on any machine.
 */
import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plan } from '../../model/plan.js';
import type { Counts, RunFacts, RunRecord, SelfCheck } from '../../model/record.js';
import { planText } from '../../scenario/compile.js';
import { stableText } from '../../scenario/stable-text.js';
import { makeFolder } from '../make-folder.js';
import { EVENTS_FILE } from './journal.js';
import { readRows, type Rows } from './read-rows.js';
import { codeOf, unwritable } from './sink.js';
import { changedSince, sumsOf } from './sums.js';
import { emptyTally } from './tally.js';
import { damaged, folderTaken, neverBegan, noFolder, notARun, otherFormat } from './unusable.js';

const PLAN_FILE = 'plan.json';
const FACTS_FILE = 'run.json';
const FORMAT = 1;
/** What stands as the signal in the early `run.json`: only a run that could not write a later one keeps it. */
export const UNFINISHED = 'SIGKILL or a crash';
const MOST_NAMESAKES = 1_000;

/** Makes a folder that nobody else has: `wanted`, or `wanted-2`, and so on. Two runs at once get their own. */
export async function claimFolder(wanted: string): Promise<string> {
  await attempt(wanted, () => makeFolder(dirname(wanted)));
  for (let number = 1; number <= MOST_NAMESAKES; number += 1) {
    const path = number === 1 ? wanted : `${wanted}-${number}`;
    if (await isNew(path)) return path;
  }
  throw folderTaken(wanted);
}

/** Where `folder` holds a run already, that one stays as it is. */
export async function createRunFolder(folder: string, plan: Plan): Promise<void> {
  await attempt(folder, () => makeFolder(folder));
  const path = join(folder, PLAN_FILE);
  try {
    // Created only if it isn't there: that claims the folder, even between two runs that start together.
    await writeFile(path, `${planText(plan)}\n`, { flag: 'wx' });
  } catch (cause) {
    throw codeOf(cause) === 'EEXIST' ? folderTaken(folder) : unwritable(path, cause);
  }
}

/** Renamed into place, so that whoever is killed in between leaves the earlier one whole. */
export async function writeFacts(folder: string, facts: RunFacts): Promise<void> {
  const path = join(folder, FACTS_FILE);
  await attempt(path, async () => {
    const sums = await sumsOf(folder, facts, !isUnfinished(facts));
    await writeFile(`${path}.new`, `${JSON.stringify({ ...facts, sums }, null, 2)}\n`);
    await rename(`${path}.new`, path);
  });
}

/** A run that ended before its first phase leaves nothing that would pass for one, and its folder to the next. */
export async function removeUnplayed(folder: string): Promise<void> {
  const rows = await stat(join(folder, EVENTS_FILE)).catch(() => null);
  if (rows === null || rows.size === 0) await removeUnfinished(folder);
}

/** For who writes `run.json` last: what has none passes for no run, and is worth nothing without it. */
export async function removeUnfinished(folder: string): Promise<void> {
  if (existsSync(join(folder, FACTS_FILE))) return;
  for (const name of [PLAN_FILE, EVENTS_FILE]) await rm(join(folder, name), { force: true });
  // What somebody else put there keeps the folder.
  await rmdir(folder).catch(() => undefined);
}

export async function readRunFolder(folder: string): Promise<RunRecord> {
  if (!existsSync(join(folder, PLAN_FILE))) throw notARun(folder);
  const odd = [PLAN_FILE, FACTS_FILE, EVENTS_FILE].find((name) => isOdd(join(folder, name)));
  if (odd !== undefined) throw damaged(folder, `${odd} is no file`);
  const plan = await readPart(folder, PLAN_FILE, isPlan);
  const rows = await readRows(folder);
  if (!existsSync(join(folder, FACTS_FILE))) throw neverBegan(folder);
  const { sums, ...facts } = await readPart(folder, FACTS_FILE, isFacts);
  const changed = await changedSince(sums, folder, facts);
  if (changed === EVENTS_FILE) return { plan, facts: doubted(facts, rows), ...rows };
  if (changed !== null) throw damaged(folder, `${changed} is not as the run left it`);
  return { plan, facts: isUnfinished(facts) ? recounted(facts, rows) : facts, ...rows };
}

/** A pipe or a device, which might never end. */
function isOdd(path: string): boolean {
  return !(statSync(path, { throwIfNoEntry: false })?.isFile() ?? true);
}

async function isNew(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw unwritable(path, cause);
  }
}

async function attempt(path: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    throw ['EEXIST', 'ENOTDIR'].includes(codeOf(cause)) ? noFolder(path) : unwritable(path, cause);
  }
}

async function readPart<T>(folder: string, name: string, is: (value: unknown) => value is T): Promise<T> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(join(folder, name), 'utf8'));
  } catch (cause) {
    throw damaged(folder, `${name} can't be read (${codeOf(cause)})`, cause);
  }
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (typeof format === 'number' && format !== FORMAT) throw otherFormat(folder, name, format, FORMAT);
  if (!is(value)) throw damaged(folder, `${name} is not what Brownout writes`);
  return value;
}

function isPlan(value: unknown): value is Plan {
  return hasAll(value, [
    'format',
    'scenario',
    'seed',
    'upstreams',
    'journeys',
    'phases',
    'windows',
    'arrivals',
  ]);
}

function isFacts(value: unknown): value is RunFacts & { readonly sums?: unknown } {
  return hasAll(value, ['format', 'brownout', 'subject', 'routing', 'windows', 'counts', 'checks', 'ending']);
}

function hasAll(value: unknown, keys: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}

function isUnfinished({ ending }: RunFacts): boolean {
  return ending.kind === 'interrupted' && ending.signal === UNFINISHED;
}

/** A run that was killed counted nothing itself: its rows are what there is. */
function recounted(facts: RunFacts, rows: Rows): RunFacts {
  return { ...facts, counts: countsOf(rows) };
}

/** Rows that were edited since are scored as they stand, and the score says so; some more or less void the run. */
function doubted(facts: RunFacts, rows: Rows): RunFacts {
  const [then, now] = [facts.counts, countsOf(rows)];
  const isCounted = stableText(now) === stableText(then);
  const counts = `: ${now.scheduled} requests and ${now.attempts} calls stand in it, ${then.scheduled} and ${then.attempts} were counted`;
  const check: SelfCheck = {
    id: 'rows',
    ok: false,
    said: `${EVENTS_FILE} is not as the run left it${isCounted ? '' : counts}`,
    voids: isCounted ? 'nothing' : 'run',
  };
  return { ...facts, checks: [...facts.checks, check] };
}

function countsOf(rows: Rows): Counts {
  const tally = emptyTally();
  for (const row of rows.responses) tally.response(row);
  for (const row of rows.attempts) tally.attempt(row);
  return tally.counts();
}
