import { join } from 'node:path';
import type { Report } from '../../../catalog/reporters/reporter.js';
import { BrownoutError } from '../../../model/problem.js';
import { claimed } from '../claimed.js';
import type { Door } from '../door.js';
import { EXIT, interruptedBy } from '../exit-code.js';
import { readScenario } from '../places.js';
import { sayExit, sayProblems } from '../say.js';
import { isSet, numberOf, type Arguments, type Command } from './command.js';

const SCENARIO = 'overload-storm';
const SHOWN = ['naive', 'hardened'] as const;

export const demo: Command = {
  usage: 'demo',
  summary: 'Play one quick storm against a naive app and against a hardened one',
  examples: [['brownout demo', 'no account, no key, no config']],
  build: (args) =>
    args
      .option('seed', { type: 'number', describe: 'Decides all that is left to chance', requiresArg: true })
      .option('quick', {
        type: 'boolean',
        default: true,
        describe: 'Half a minute each; --no-quick plays it whole',
      }),
  async run(args, door) {
    const { sideBySide, whatToChange } = await import('../../../catalog/reporters/side-by-side.js');
    const reports: Report[] = [];
    const folder = await claimed('demo', door);
    for (const id of SHOWN) {
      reports.push(await playDemo({ id, folder: join(folder, id) }, args, door, reports[0] ?? null));
      if (door.signal.aborted) return sayExit(door, interruptedBy(door));
    }
    door.out(`\n${sideBySide(reports, door.style)}\n`);
    for (const { scorecard } of reports.slice(0, 1)) door.out(`${whatToChange(scorecard, door.style)}\n`);
    for (const { folder } of reports) door.out(`  ${folder}/scorecard.html\n`);
    door.out('\nNow your own app:  brownout learn "curl …" --start "npm start"\n');
    return EXIT.passed;
  },
};

interface Shown {
  readonly id: string;
  readonly folder: string;
}

async function playDemo(
  { id, folder }: Shown,
  args: Arguments,
  door: Door,
  before: Report | null,
): Promise<Report> {
  const { demoConfig } = await import('../../../demo/config.js');
  const { prepareText } = await import('../prepare.js');
  const { play } = await import('../play/play.js');
  const prepared = prepareText({
    source: readScenario(SCENARIO, door.cwd),
    config: { file: `the demo's config`, text: demoConfig(id) },
    args: { ...args, quick: isSet(args, 'quick'), seed: numberOf(args, 'seed') ?? undefined },
    cwd: door.cwd,
    capacity: null,
  });
  if (!prepared.ok) {
    sayProblems(door, prepared.problems);
    throw new BrownoutError({ code: 'demo', ending: 'own-fault', message: 'the demo could not be planned' });
  }
  door.err(`${SCENARIO} against ${id}\n`);
  const floor = before?.record.facts.floor ?? 'measure';
  return play({ ...prepared, folder, args, door, isQuiet: false, floor });
}
