import { EXIT, worstOf, type ExitCode } from '../exit-code.js';
import { withPlan, withSubject } from '../flags.js';
import { sayExit, sayProblems } from '../say.js';
import { textsOf, type Command } from './command.js';

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
    const { prepare } = await import('../prepare.js');
    const codes: ExitCode[] = [];
    for (const named of textsOf(args, 'scenario')) {
      const prepared = prepare(named, args, door);
      sayProblems(door, prepared.problems);
      if (prepared.ok)
        door.out(
          `${named}: valid${prepared.problems.length === 0 ? '' : `, ${prepared.problems.length} to think about`}\n`,
        );
      codes.push(prepared.ok ? EXIT.passed : EXIT.usage);
    }
    return sayExit(door, worstOf(codes));
  },
};
