/** The app as it is and as it was, in turns through the same plan: what the change between them did. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Report } from '../../../catalog/reporters/reporter.js';
import { invariant } from '../../../kit/invariant.js';
import type { Comparison, Noise } from '../../../model/comparison.js';
import { BrownoutError } from '../../../model/problem.js';
import { makeFolder } from '../../../run/make-folder.js';
import type { Pair } from '../../../score/compare.js';
import { isSet, numberOf, textOf, type Arguments } from '../commands/command.js';
import { play, type Play } from './play.js';

export interface Against {
  readonly comparison: Comparison;
  /** The last run of the app as it is. */
  readonly now: Report;
}

const MOST_REPEATS = 10;

export async function playAgainst(ref: string, wanted: Play, noise: Noise | null): Promise<Against> {
  const { args, door, subject, folder } = wanted;
  if (subject.start === null) throw needsStart();
  const { checkOut } = await import('../../../run/subject/past.js');
  const past = await checkOut(ref, subject.cwd, textOf(args, 'setup'));
  door.err(`against ${ref} (${past.commit})${borrowedWords(past.borrowed)}\n`);
  try {
    const before: Play = { ...wanted, subject: { ...subject, cwd: past.cwd } };
    const pairs: Pair[] = [];
    let now: Report | null = null;
    for (let repeat = 1; repeat <= repeatsOf(args); repeat += 1) {
      const pair = await playPair(before, wanted, { folder, repeat });
      pairs.push(pair);
      now = pair.now;
      if (door.signal.aborted) break;
    }
    invariant(now !== null, 'there is at least one pair');
    const { compare } = await import('../../../score/compare.js');
    const comparison = compare(pairs, noise);
    await keep(comparison, resolve(door.cwd, folder));
    return { comparison, now };
  } finally {
    await past.remove();
  }
}

/** In turns, and every second time the other way round: a machine that grows slower hurts neither. */
async function playPair(
  before: Play,
  now: Play,
  { folder, repeat }: { readonly folder: string; readonly repeat: number },
): Promise<{ readonly before: Report; readonly now: Report }> {
  const told = (which: string): void => {
    if (!isSet(now.args, 'quiet')) now.door.err(`the app as it ${which}, run ${repeat}\n`);
  };
  const playBefore = (): Promise<Report> => {
    told('was');
    return play({ ...before, folder: join(folder, `before-${repeat}`) });
  };
  const playNow = (): Promise<Report> => {
    told('is');
    return play({ ...now, folder: join(folder, `now-${repeat}`) });
  };
  if (repeat % 2 === 1) return { before: await playBefore(), now: await playNow() };
  const first = await playNow();
  return { before: await playBefore(), now: first };
}

export function repeatsOf(args: Arguments): number {
  return numberOf(args, 'repeats', { least: 1, most: MOST_REPEATS }) ?? 1;
}

function borrowedWords(borrowed: readonly string[]): string {
  if (borrowed.length === 0) return '';
  return `, with ${borrowed.join(' and ')} of today; for its own:  --setup "npm ci"`;
}

async function keep(comparison: Comparison, folder: string): Promise<void> {
  await makeFolder(folder);
  const text = `${JSON.stringify({ format: 1, ...comparison }, null, 2)}\n`;
  await writeFile(join(folder, 'comparison.json'), text);
}

function needsStart(): BrownoutError {
  return new BrownoutError({
    code: 'needs-start',
    ending: 'usage',
    message: '--against starts your app twice, so it must know how',
    hints: ['Say it in the config (subject: start) or here:  --start "npm start"'],
  });
}
