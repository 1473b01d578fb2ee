import { exitOfVerdict } from '../exit-code.js';
import { AA_WORDS, noiseOf } from '../noise-flag.js';
import { sayExit } from '../say.js';
import { isSet, textOf, type Command } from './command.js';

export const compare: Command = {
  usage: 'compare <before> <now>',
  summary: 'Say what a change of your app did, from two runs of one plan',
  examples: [
    ['brownout compare runs/main runs/mine', 'the same scenario and seed, before and after'],
    ['brownout compare runs/main runs/mine --aa aa.json', 'no finer than this machine can tell'],
  ],
  build: (args) =>
    args
      .positional('before', { type: 'string', demandOption: true, describe: 'Folder of a run' })
      .positional('now', { type: 'string', demandOption: true, describe: 'Folder of another' })
      .option('aa', { type: 'string', describe: AA_WORDS, requiresArg: true })
      .option('json', { type: 'boolean', describe: 'Print the comparison as JSON' }),
  async run(args, door) {
    const { compareFolders } = await import('../../compare-runs.js');
    const [before, now] = [textOf(args, 'before') ?? '', textOf(args, 'now') ?? ''];
    const comparison = await compareFolders(before, now, { cwd: door.cwd, noise: await noiseOf(args, door) });
    if (isSet(args, 'json')) door.out(`${JSON.stringify({ format: 1, ...comparison }, null, 2)}\n`);
    else {
      const { comparisonText } = await import('../../../catalog/reporters/comparison.js');
      door.out(comparisonText(comparison, door.style));
    }
    return sayExit(door, exitOfVerdict(comparison.verdict));
  },
};
