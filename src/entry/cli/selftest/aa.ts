/** A/A: one demo app in one scenario, several times with each seed. Nothing changes, so nothing may be found. */
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Report } from '../../../catalog/reporters/reporter.js';
import { invariant } from '../../../kit/invariant.js';
import { makeFolder } from '../../../run/make-folder.js';
import { sameness, type Sameness } from '../../../score/same.js';
import { sideBySide } from '../../side-by-side.js';
import type { Arguments } from '../commands/command.js';
import type { Door } from '../door.js';
import { play, type Play } from '../play/play.js';
import { readScenario, runsFolder, version } from '../places.js';
import { prepareText } from '../prepare.js';

const SCENARIO = 'overload-storm';
const SUBJECT = 'hardened';

export interface Often {
  readonly runs: number;
  readonly seeds: number;
  readonly seed: number;
  readonly jobs: number;
}

/** `aa.json` */
export interface Aa extends Sameness {
  readonly format: 1;
  readonly version: string;
  readonly scenario: string;
  readonly subject: string;
  readonly repeat: string;
}

export interface KeptAa {
  readonly aa: Aa;
  /** Null where it was stopped: then it says too little to be gone by. */
  readonly file: string | null;
}

export async function playSameOften(often: Often, args: Arguments, door: Door): Promise<KeptAa> {
  const time = door.wallTime().toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = join(runsFolder(door.cwd), `${time}-aa`);
  const prepared = await Promise.all(
    Array.from({ length: often.seeds }, (_, place) => preparedWith(often.seed + place, args, door)),
  );
  let done = 0;
  const reports = await sideBySide({
    count: often.runs,
    atOnce: often.jobs,
    signal: door.signal,
    play: async (at): Promise<Report> => {
      const wanted = prepared[at % prepared.length];
      invariant(wanted !== undefined, 'each run has a plan');
      const report = await play({ ...wanted, folder: join(folder, `run-${at + 1}`) });
      const { seed, score, because } = report.scorecard;
      done += 1;
      door.err(`${done} of ${often.runs} runs: seed ${seed}, ${score ?? because}\n`);
      return report;
    },
  });
  const aa: Aa = {
    format: 1,
    version: version(),
    scenario: SCENARIO,
    subject: SUBJECT,
    ...sameness(reports),
    repeat: repeatOf(often),
  };
  return { aa, file: door.signal.aborted ? null : relative(door.cwd, await keep(aa, folder)) };
}

async function preparedWith(seed: number, args: Arguments, door: Door): Promise<Omit<Play, 'folder'>> {
  const { demoConfig } = await import('../../../demo/config.js');
  const prepared = prepareText({
    source: readScenario(SCENARIO, door.cwd),
    config: { file: `the demo's config`, text: demoConfig(SUBJECT) },
    args: { ...args, seed, quick: true },
    cwd: door.cwd,
    capacity: null,
  });
  invariant(prepared.ok, 'the shipped scenario can be played with the config of the demo');
  return { ...prepared, args, door, isQuiet: true, floor: null };
}

async function keep(aa: Aa, folder: string): Promise<string> {
  await makeFolder(folder);
  const file = join(folder, 'aa.json');
  await writeFile(file, `${JSON.stringify(aa, null, 2)}\n`);
  return file;
}

function repeatOf({ runs, seeds, seed, jobs }: Often): string {
  return `brownout selftest --aa --runs ${runs} --seeds ${seeds} --seed ${seed} --jobs ${jobs}`;
}

export function aaText({ aa, file }: KeptAa): string {
  const { runs, mean, deviation, seedDeviation, apart, pairs, undecided, finest, verdict } = aa;
  const told = (value: number | null): string =>
    value === null ? 'not known' : `${value.toFixed(2)} points`;
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const scoresOf = (seed: number): string =>
    runs.flatMap((run) => (run.seed === seed ? [run.score ?? '-'] : [])).join('  ');
  return [
    `${verdict}  ${runs.length} runs of ${aa.subject} in ${aa.scenario}, in which nothing changed`,
    '',
    ...seeds.map((seed) => `   ${`seed ${seed}`.padEnd(15)}${scoresOf(seed)}`),
    `   mean           ${told(mean)}`,
    `   same seed      standard deviation ${told(deviation)} from run to run`,
    `   between seeds  standard deviation ${told(seedDeviation)} of their means`,
    `   told apart     ${apart} of ${pairs} pairs of one seed${undecided === 0 ? '' : `, ${undecided} not decided`}`,
    `   finest gate    ${finest === null ? 'not known' : `a difference of ${finest.toFixed(1)} points: three deviations`}`,
    ...(file === null ? [] : [`   kept           ${file}`]),
    '',
    `again:  ${aa.repeat}`,
    '',
  ].join('\n');
}
