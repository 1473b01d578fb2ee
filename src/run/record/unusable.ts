/** Folders that can't be read, or must not be written, each with what to do. */
import { existsSync } from 'node:fs';
import { BrownoutError } from '../../model/problem.js';

export function folderTaken(folder: string): BrownoutError {
  return new BrownoutError({
    code: 'folder-taken',
    ending: 'usage',
    message: `${folder} holds another run, which is not overwritten`,
    hints: ['choose another folder:  --out DIR', `or remove it:  rm -r ${folder}`],
  });
}

export function noFolder(path: string): BrownoutError {
  return new BrownoutError({
    code: 'no-folder',
    ending: 'usage',
    message: `${path} can't be the folder of a run: a file is in its place`,
    hints: ['choose another folder:  --out DIR'],
  });
}

export function notARun(folder: string): BrownoutError {
  const isThere = existsSync(folder);
  return new BrownoutError({
    code: 'no-run',
    ending: 'usage',
    message: isThere ? `${folder} holds no run: it has no plan.json` : `there is no folder ${folder}`,
    hints: [
      'A run is a folder with plan.json, events.ndjson and run.json.',
      'play one:  brownout run <scenario>',
    ],
  });
}

export function neverBegan(folder: string): BrownoutError {
  return new BrownoutError({
    code: 'run-never-began',
    ending: 'usage',
    message: `the run in ${folder} ended before its first phase: there is no run.json to score`,
    hints: ['play it again:  brownout run <scenario>'],
  });
}

export function damaged(folder: string, what: string, cause?: unknown): BrownoutError {
  return new BrownoutError({
    code: 'damaged-run',
    ending: 'usage',
    message: `the run in ${folder} is damaged: ${what}`,
    hints: ['Was a file edited, or only half copied?'],
    cause,
  });
}

export function otherFormat(folder: string, name: string, format: number, ours: number): BrownoutError {
  return new BrownoutError({
    code: 'other-format',
    ending: 'usage',
    message: `${name} in ${folder} has format ${format}, and this version of Brownout reads format ${ours}`,
    hints: ['score it with the version that made it:  npx brownout@VERSION score …'],
  });
}
