import { exitOfVerdict } from '../exit-code.js';
import { sayExit } from '../say.js';
import { isSet, textOf, type Command } from './command.js';

export const compare: Command = {
  usage: 'compare <before> <now>',
  summary: 'Say what a change of your app did, from two runs of one plan',
  examples: [['brownout compare runs/main runs/mine', 'the same scenario and seed, before and after']],
  build: (args) =>
    args
      .positional('before', { type: 'string', demandOption: true, describe: 'Folder of a run' })
      .positional('now', { type: 'string', demandOption: true, describe: 'Folder of another' })
      .option('json', { type: 'boolean', describe: 'Print the comparison as JSON' }),
  async run(args, door) {
    const { compareFolders } = await import('../../compare-runs.js');
    const comparison = await compareFolders(
      textOf(args, 'before') ?? '',
      textOf(args, 'now') ?? '',
      door.cwd,
    );
    if (isSet(args, 'json')) door.out(`${JSON.stringify({ format: 1, ...comparison }, null, 2)}\n`);
    else {
      const { comparisonText } = await import('../../../catalog/reporters/comparison.js');
      door.out(comparisonText(comparison, door.style));
    }
    return sayExit(door, exitOfVerdict(comparison.verdict));
  },
};
