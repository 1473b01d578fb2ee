import { EXIT } from '../exit-code.js';
import { textOf, textsOf, type Command } from './command.js';

export const report: Command = {
  usage: 'report <run>',
  summary: 'Write the reports of a recorded run again',
  examples: [
    ['brownout report .brownout/runs/<run>', "all reports, into the run's folder"],
    ['brownout report <run> --reporter markdown=summary.md', 'one of them, elsewhere'],
  ],
  build: (args) =>
    args
      .positional('run', { type: 'string', demandOption: true, describe: 'Folder of a run' })
      .option('reporter', {
        alias: 'r',
        type: 'array',
        string: true,
        describe: 'NAME or NAME=FILE; repeatable',
        requiresArg: true,
      }),
  async run(args, door) {
    const { rescore } = await import('../../rescore.js');
    const { writeReports } = await import('../../write-reports.js');
    const scored = await rescore(textOf(args, 'run') ?? '', door.cwd);
    const written = await writeReports(scored, textsOf(args, 'reporter'), door);
    for (const file of written) door.out(`${file}\n`);
    return EXIT.passed;
  },
};
