/** Recorded runs, found in one folder, as rows of an audit. */
import { existsSync, statSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { auditMarkdown } from '../catalog/reporters/audit-markdown.js';
import { CORE_SUITE } from '../catalog/audit-suite.js';
import type { Audit, PlayedOutage } from '../model/audit.js';
import { BrownoutError } from '../model/problem.js';
import { makeFolder } from '../run/make-folder.js';
import { auditedOutage } from '../score/audit-outage.js';
import { rescore } from './rescore.js';

export interface Collected {
  readonly outages: readonly PlayedOutage[];
  /** Runs that are no part of the suite, that a later run of the same outage replaces, or that never began. */
  readonly leftOut: readonly string[];
}

export async function collectRuns(folder: string, cwd: string): Promise<Collected> {
  const runs = await runFoldersIn(folder, cwd);
  const latest = new Map<string, { readonly outage: PlayedOutage; readonly startedAt: string }>();
  const leftOut: string[] = [];
  for (const run of runs) {
    // One after the other, so that never more than one record is held.
    const report = await rescore(run, cwd).catch(unlessUnplayed);
    if (report === null) {
      leftOut.push(`${run}: it ended before its first phase`);
      continue;
    }
    const outage = auditedOutage(report);
    const { startedAt } = report.record.facts;
    if (!CORE_SUITE.includes(outage.scenario)) {
      leftOut.push(`${outage.folder}: ${outage.scenario} is not in the core suite`);
      continue;
    }
    const other = latest.get(outage.scenario);
    const isLater = other === undefined || startedAt > other.startedAt;
    const older = isLater ? other?.outage : outage;
    if (older !== undefined) leftOut.push(`${older.folder}: there is a later run of ${outage.scenario}`);
    if (isLater) latest.set(outage.scenario, { outage, startedAt });
  }
  const outages = [...latest.values()].map(({ outage }) => outage);
  refuseMixed(outages);
  return { outages, leftOut };
}

/** One that was killed before it could tidy up; there is nothing to grade, and others are graded all the same. */
function unlessUnplayed(error: unknown): null {
  if (error instanceof BrownoutError && error.code === 'run-never-began') return null;
  throw error;
}

async function runFoldersIn(folder: string, cwd: string): Promise<readonly string[]> {
  const path = resolve(cwd, folder);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const entries = isFolder ? await readdir(path, { withFileTypes: true }) : [];
  const runs = entries
    .filter((entry) => entry.isDirectory() && existsSync(join(path, entry.name, 'plan.json')))
    .map(({ name }) => join(folder, name))
    .sort();
  if (runs.length > 0) return runs;
  throw new BrownoutError({
    code: 'no-runs',
    ending: 'usage',
    message: existsSync(path) ? `${folder} holds no folder of a run` : `there is no folder ${folder}`,
    hints: existsSync(join(path, 'plan.json'))
      ? ['It is a run itself: name the folder that it lies in.']
      : ['name the folder that the runs lie in, such as  --from .brownout/runs'],
  });
}

/** Grades of two apps, or of runs of different length, don't add up to one. */
function refuseMixed(outages: readonly PlayedOutage[]): void {
  const [first] = outages;
  const other = outages.find(
    ({ subject, quick }) => first !== undefined && (subject !== first.subject || quick !== first.quick),
  );
  if (first === undefined || other === undefined) return;
  const differ =
    first.subject === other.subject
      ? 'one of them was played with --quick'
      : `they are of ${first.subject} and of ${other.subject}`;
  throw new BrownoutError({
    code: 'mixed-runs',
    ending: 'usage',
    message: `${first.folder} and ${other.folder} make no audit together: ${differ}`,
    hints: ['Put the runs that belong together into a folder of their own.'],
  });
}

export async function writeAudit(audit: Audit, folder: string, cwd: string): Promise<void> {
  const path = resolve(cwd, folder);
  try {
    await makeFolder(path);
    await writeFile(join(path, 'audit.json'), `${JSON.stringify(audit, null, 2)}\n`);
    await writeFile(join(path, 'audit.md'), auditMarkdown(audit));
  } catch (cause) {
    throw new BrownoutError({
      code: 'not-written',
      ending: 'own-fault',
      message: `the audit could not be written into ${folder}: ${cause instanceof Error ? cause.message : 'unknown reason'}`,
      hints: [`The runs are recorded; without playing them again:  brownout audit --from ${folder}`],
      cause,
    });
  }
}
