import { exitOfVerdict } from '../exit-code.js';
import { sayExit } from '../say.js';
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
    return sayExit(door, exitOfVerdict(report.scorecard.verdict));
  },
};
