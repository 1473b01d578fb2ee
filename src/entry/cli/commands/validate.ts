import { BrownoutError } from '../../../model/problem.js';
import type { Door } from '../door.js';
import { EXIT, exitOfEnding, worstOf, type ExitCode } from '../exit-code.js';
import { withPlan, withSubject } from '../flags.js';
import { sayError, sayExit, sayProblems } from '../say.js';
import { textsOf, type Arguments, type Command } from './command.js';

export const validate: Command = {
  usage: 'validate <scenario..>',
  summary: 'Check scenarios and the config, meaning included',
  examples: [['brownout validate scenarios/*.yaml', 'all mistakes at once, each with its place']],
  build: (args) =>
    withPlan(
      withSubject(
        args.positional('scenario', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: 'Path or shipped name',
        }),
      ),
    ),
  async run(args, door) {
    const codes: ExitCode[] = [];
    for (const named of textsOf(args, 'scenario')) {
      codes.push(await validateOne(named, args, door));
    }
    return sayExit(door, worstOf(codes));
  },
};

async function validateOne(named: string, args: Arguments, door: Door): Promise<ExitCode> {
  const { prepareToShow } = await import('../prepare.js');
  try {
    const prepared = prepareToShow(named, args, door);
    sayProblems(door, prepared.problems);
    if (!prepared.ok) return EXIT.usage;
    const doubts = prepared.problems.length === 0 ? '' : `, ${prepared.problems.length} to think about`;
    door.out(`${named}: valid${doubts}\n`);
    return EXIT.passed;
  } catch (error) {
    // One that is not there doesn't hide what is wrong with the next.
    if (!(error instanceof BrownoutError)) throw error;
    sayError(door, error);
    return exitOfEnding(error.ending);
  }
}
