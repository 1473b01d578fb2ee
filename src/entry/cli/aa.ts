/** A/A: one demo app in one scenario, several times with one seed. Nothing changes, so nothing may be found. */
import { join } from 'node:path';
import type { Report } from '../../catalog/reporters/reporter.js';
import { BrownoutError } from '../../model/problem.js';
import { sameness, type Sameness } from '../../score/same.js';
import type { Arguments } from './commands/command.js';
import type { Door } from './door.js';
import { play } from './play.js';
import { readScenario, runsFolder } from './places.js';
import { prepareText } from './prepare.js';

const SCENARIO = 'overload-storm';
const SUBJECT = 'hardened';

export async function playSameOften(runs: number, args: Arguments, door: Door): Promise<Sameness> {
  const { demoConfig } = await import('../../demo/config.js');
  const prepared = prepareText({
    source: readScenario(SCENARIO, door.cwd),
    config: { file: `the demo's config`, text: demoConfig(SUBJECT) },
    args: { ...args, quick: true },
    cwd: door.cwd,
    capacity: null,
  });
  if (!prepared.ok) throw new BrownoutError({ code: 'aa', ending: 'own-fault', message: 'it has no plan' });
  const time = door.wallTime().toISOString().slice(0, 19).replaceAll(':', '-');
  const reports: Report[] = [];
  for (let run = 1; run <= runs && !door.signal.aborted; run += 1) {
    const folder = join(runsFolder(door.cwd), `${time}-aa`, `run-${run}`);
    const report = await play({ ...prepared, folder, args, door, isQuiet: true, floor: null });
    reports.push(report);
    door.err(`run ${run} of ${runs}: ${report.scorecard.score ?? report.scorecard.because}\n`);
  }
  return sameness(reports);
}

export function samenessText({
  scores,
  mean,
  deviation,
  apart,
  pairs,
  undecided,
  finest,
  verdict,
}: Sameness): string {
  const told = (value: number | null): string => (value === null ? 'not known' : value.toFixed(2));
  return [
    `${verdict}  ${scores.length} runs of ${SUBJECT} in ${SCENARIO}, in which nothing changed`,
    '',
    `   scores         ${scores.map((score) => score ?? '-').join('  ')}`,
    `   mean           ${told(mean)}, standard deviation ${told(deviation)} points`,
    `   told apart     ${apart} of ${pairs} pairs${undecided === 0 ? '' : `, ${undecided} not decided`}`,
    `   finest gate    ${finest === null ? 'not known' : `a difference of ${finest.toFixed(1)} points: three deviations`}`,
    '',
  ].join('\n');
}
