import type { Report } from '../../../catalog/reporters/reporter.js';
import type { Problem } from '../../../model/problem.js';
import { exitOfScored } from '../exit-code.js';
import { sayExit, sayProblems } from '../say.js';
import { isSet, textOf, type Command } from './command.js';

export const score: Command = {
  usage: 'score <run>',
  summary: 'Score a recorded run again, without a rerun',
  examples: [['brownout score .brownout/runs/<run>', 'after a change of the rubric']],
  build: (args) =>
    args
      .positional('run', { type: 'string', demandOption: true, describe: 'Folder of a run' })
      .option('json', { type: 'boolean', describe: 'Print the scorecard as JSON' }),
  async run(args, door) {
    const { rescore } = await import('../../rescore.js');
    const report = await rescore(textOf(args, 'run') ?? '', door.cwd);
    const { reporterById } = await import('../../../catalog/reporters/shelf.js');
    door.out(reporterById(isSet(args, 'json') ? 'json' : 'terminal')?.render(report, door.style) ?? '');
    sayProblems(door, changesIn(report));
    return sayExit(door, exitOfScored(report));
  },
};

function changesIn({ record }: Report): readonly Problem[] {
  const changed = record.facts.checks.find(({ id, ok }) => id === 'rows' && !ok);
  if (changed === undefined) return [];
  return [{ code: 'changed-rows', severity: 'warning', message: changed.said, where: null, hints: [] }];
}
