/** What an A/A said of this machine (`aa.json`), for comparisons that must not be finer than that. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Noise } from '../model/comparison.js';
import { BrownoutError } from '../model/problem.js';
import { refuseEndless } from './on-disk.js';

export async function readNoise(file: string, cwd: string): Promise<Noise> {
  const read = recordIn(parsed(await textIn(file, cwd), file));
  if (read['format'] !== 1 || !Array.isArray(read['runs'])) throw notAa(file, 'it is no aa.json of format 1');
  const { deviation } = read;
  const runs: readonly unknown[] = read['runs'];
  if (typeof deviation !== 'number' || !Number.isFinite(deviation) || deviation < 0)
    throw notAa(file, 'too few of its runs have a score to tell a standard deviation');
  const scored = runs.filter((run) => typeof recordIn(run)['score'] === 'number');
  return { deviation, runs: scored.length, from: file };
}

async function textIn(file: string, cwd: string): Promise<string> {
  refuseEndless(resolve(cwd, file), file);
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw notAa(file, 'it can not be read', error);
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAa(file, 'it is no JSON', error);
  }
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function notAa(file: string, why: string, cause?: unknown): BrownoutError {
  return new BrownoutError({
    code: 'no-aa',
    ending: 'usage',
    message: `--aa ${file}: ${why}`,
    hints: ['Make one on the machine that compares:  brownout selftest --aa --runs 30'],
    cause,
  });
}
