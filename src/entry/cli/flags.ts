/** Flags that several commands share: one meaning each, everywhere. */
import type { Argv } from 'yargs';
import { BrownoutError } from '../../model/problem.js';
import { textOf, type Arguments } from './commands/command.js';
import type { Door } from './door.js';

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
      describe: 'Path that answers when your app is ready; a 404 there is not enough',
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

export function withPlace(args: Argv): Argv {
  return args
    .option('bind', {
      type: 'string',
      describe: 'Address on which mocks and proxies listen, for an app in a container (default: 127.0.0.1)',
      requiresArg: true,
    })
    .option('advertise', {
      type: 'string',
      describe: 'Name under which your app reaches them, such as host.docker.internal',
      requiresArg: true,
    });
}

export function placeOf(args: Arguments): { readonly bind: string; readonly advertise: string | null } {
  return { bind: textOf(args, 'bind') ?? '127.0.0.1', advertise: textOf(args, 'advertise') };
}

export function withToxiproxy(args: Argv): Argv {
  return args.option('toxiproxy', {
    type: 'string',
    describe: 'URL of a toxiproxy-server for faults of the network (default: TOXIPROXY_URL, else our own)',
    requiresArg: true,
  });
}

/** The flag wins over the variable that Toxiproxy's own command line reads. */
export function toxiproxyOf(args: Arguments, { env }: Pick<Door, 'env'>): string | null {
  const url = textOf(args, 'toxiproxy') ?? env['TOXIPROXY_URL'] ?? '';
  if (url === '') return null;
  const wrong = wrongIn(url);
  if (wrong === null) return url;
  throw new BrownoutError({
    code: 'toxiproxy-url',
    ending: 'usage',
    message: wrong,
    hints: ['For example:  --toxiproxy http://127.0.0.1:8474'],
  });
}

/** Null: nothing. A Toxiproxy asks for no password, so none is sent, and none may end in a report. */
function wrongIn(url: string): string | null {
  if (!URL.canParse(url) || !/^https?:/.test(url)) return `"${url}" is no URL of a Toxiproxy`;
  const { host, username, password, search, hash } = new URL(url);
  if (username !== '' || password !== '')
    return `the URL of the Toxiproxy at ${host} carries a name or a password, which a Toxiproxy never asks for`;
  return search === '' && hash === ''
    ? null
    : `"${url}" is no URL of a Toxiproxy: nothing follows a ? or a #`;
}
