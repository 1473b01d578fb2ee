/** A run's folder, scored again with the rubric of today. */
import { relative, resolve } from 'node:path';
import type { Report } from '../catalog/reporters/reporter.js';
import { readRunFolder } from '../run/record/folder.js';
import { scoreRecord } from '../score/score.js';

export async function rescore(folder: string, cwd: string): Promise<Report> {
  const path = resolve(cwd, folder);
  const record = await readRunFolder(path);
  return { record, scorecard: scoreRecord(record), folder: relative(cwd, path) || '.' };
}
