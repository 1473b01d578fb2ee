/** Flags that several commands share: one meaning each, everywhere. */
import type { Argv } from 'yargs';

export function withConfig(args: Argv): Argv {
  return args.option('config', {
    alias: 'c',
    type: 'string',
    describe: 'The config of your app (default: brownout.config.yaml, found upward)',
    requiresArg: true,
  });
}

export function withSubject(args: Argv): Argv {
  return withConfig(args)
    .option('start', { type: 'string', describe: 'Command that starts your app', requiresArg: true })
    .option('target', {
      type: 'string',
      describe: 'URL of your app; with --start, where it will listen',
      requiresArg: true,
    })
    .option('ready', {
      type: 'string',
      describe: 'Path that answers when your app is ready',
      requiresArg: true,
    })
    .option('i-own-this-target', { type: 'boolean', describe: 'Allow a target that is not on this machine' });
}

export function withPlan(args: Argv): Argv {
  return args
    .option('seed', { type: 'number', describe: 'Decides all that is left to chance', requiresArg: true })
    .option('quick', {
      type: 'boolean',
      describe: 'Play 8 s, 12 s and 10 s of baseline, outage and recovery',
    });
}
