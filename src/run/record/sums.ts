/**
 * Checksums of a run's files, kept in `run.json`: a record that was damaged or edited would otherwise be graded as if
 * it had happened so. Plan and facts count by what they say, so that a formatter may lay them out anew.
 */
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { hexOf } from '../../kit/hex.js';
import type { RunFacts } from '../../model/record.js';
import { stableText } from '../../scenario/stable-text.js';
import { EVENTS_FILE } from './journal.js';

export type Sums = Readonly<Record<string, string>>;

/** Without the rows while they are still being written. */
export async function sumsOf(folder: string, facts: RunFacts, withRows: boolean): Promise<Sums> {
  const plan: unknown = JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8'));
  const rows = join(folder, EVENTS_FILE);
  return {
    'plan.json': sumOf(stableText(plan)),
    'run.json': sumOf(stableText(JSON.parse(JSON.stringify(facts)))),
    ...(withRows && existsSync(rows) ? { [EVENTS_FILE]: await sumOfFile(rows) } : {}),
  };
}

/** The first file that is not what it was; null where all are, or where an older version kept no sums. */
export async function changedSince(sums: unknown, folder: string, facts: RunFacts): Promise<string | null> {
  if (sums === undefined) return null;
  if (typeof sums !== 'object' || sums === null) return 'run.json';
  const kept = new Map<string, unknown>(Object.entries(sums));
  const found = Object.entries(await sumsOf(folder, facts, kept.has(EVENTS_FILE)));
  const changed = found.find(([name, sum]) => kept.get(name) !== sum)?.[0];
  return changed ?? [...kept.keys()].find((name) => !found.some(([is]) => is === name)) ?? null;
}

function sumOf(text: string): string {
  return hexOf(crc32(text));
}

/** Against accidents, not against malice, who could leave the sums out: so it may be a quick one, for a million rows. */
async function sumOfFile(path: string): Promise<string> {
  let sum = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    sum = crc32(chunk as Buffer, sum);
  return hexOf(sum);
}
