import { plain } from '../../../catalog/reporters/words.js';
import { EXIT } from '../exit-code.js';
import { withPlan, withSubject } from '../flags.js';
import { sayExit, sayProblems } from '../say.js';
import { isSet, textOf, type Command } from './command.js';

export const plan: Command = {
  usage: 'plan <scenario>',
  summary: 'Show what a run would do: timeline, who is hurt when, how many requests',
  examples: [['brownout plan overload-storm --quick', 'nothing is started']],
  build: (args) =>
    withPlan(
      withSubject(
        args.positional('scenario', { type: 'string', demandOption: true, describe: 'Path or shipped name' }),
      ),
    ).option('json', { type: 'boolean', describe: 'Print the plan itself' }),
  async run(args, door) {
    const { prepareToShow } = await import('../prepare.js');
    const { planText } = await import('../../../scenario/compile.js');
    const { previewPlan } = await import('../../../scenario/preview.js');
    const prepared = prepareToShow(textOf(args, 'scenario') ?? '', args, door);
    sayProblems(door, prepared.problems);
    if (!prepared.ok) return sayExit(door, EXIT.usage);
    door.out(
      isSet(args, 'json')
        ? `${planText(prepared.plan)}\n`
        : `${previewPlan(prepared.plan, door.style.columns).split('\n').map(plain).join('\n')}\n`,
    );
    return EXIT.passed;
  },
};
