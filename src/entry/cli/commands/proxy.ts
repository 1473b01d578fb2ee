import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BrownoutError } from '../../../model/problem.js';
import type { ProxyServer } from '../../../run/proxy/server.js';
import type { Door } from '../door.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { refuseEndless } from '../../on-disk.js';
import { sayExit, sayProblems } from '../say.js';
import { isSet, numberOf, textOf, textsOf, type Arguments, type Command } from './command.js';

const GO_FLAG = /^-(?=(?:host|port|config|seed|proxy-metrics|runtime-metrics|allow-host|version)(?:=|$))/;
/** With these of `LOG_LEVEL` the original says nothing of calls either. */
const QUIET = ['panic', 'fatal', 'error', 'warn'];
const DEFAULT_PORT = 8474;
const NO_DESCRIPTOR =
  'no file descriptor is left: who connects is dropped until others have gone (see ulimit -n)\n';
/** Seeds of the original may be below zero. */
const INT64 = { least: -(2 ** 63), most: 2 ** 63 } as const;

export const proxy: Command = {
  usage: 'proxy',
  summary: 'Run the Toxiproxy that comes along, in place of toxiproxy-server',
  examples: [
    ['brownout proxy', 'clients of Toxiproxy find it at its usual address'],
    ['brownout proxy -port 0 -config config/toxiproxy.json', 'any free port; proxies to begin with'],
  ],
  build: (args) =>
    args
      .option('host', {
        type: 'string',
        default: 'localhost',
        describe: 'Where its API listens',
        requiresArg: true,
      })
      .option('port', {
        type: 'number',
        default: DEFAULT_PORT,
        describe: 'Port of its API; 0 takes a free one',
        requiresArg: true,
      })
      .option('config', { type: 'string', describe: 'JSON file of proxies to begin with', requiresArg: true })
      .option('seed', { type: 'number', describe: 'Decides all draws', requiresArg: true })
      .option('proxy-metrics', { type: 'boolean', describe: 'Count bytes for Prometheus at /metrics' })
      .option('runtime-metrics', { type: 'boolean', describe: 'Figures of the process at /metrics' })
      .option('allow-host', {
        type: 'string',
        array: true,
        describe: 'Name by which clients may call it, beside localhost and addresses',
        requiresArg: true,
      }),
  reword: (argv) => argv.map((word) => word.replace(GO_FLAG, '--')),
  async run(args, door) {
    const { VERSION } = await import('../../../run/proxy/api/routes.js');
    if (isSet(args, 'version')) {
      door.out(`toxiproxy-server version ${VERSION}\n`);
      return EXIT.passed;
    }
    return serve(args, door);
  },
};

async function serve(args: Arguments, door: Door): Promise<ExitCode> {
  const config = await configOf(args, door);
  if (config === null) return sayExit(door, EXIT.usage);
  const { startProxyServer } = await import('../../../run/proxy/server.js');
  const seed = numberOf(args, 'seed', INT64) ?? door.wallTime().getTime();
  const server = await startProxyServer({
    host: textOf(args, 'host') ?? '0.0.0.0',
    port: numberOf(args, 'port', { most: 65_535 }) ?? DEFAULT_PORT,
    seed,
    clock: { now: () => performance.now() },
    metrics: { proxies: isSet(args, 'proxy-metrics'), runtime: isSet(args, 'runtime-metrics') },
    allowHosts: textsOf(args, 'allow-host'),
    onShortage: () => door.err(NO_DESCRIPTOR),
    say: QUIET.includes(door.env['LOG_LEVEL'] ?? '') ? () => undefined : (line) => door.err(`${line}\n`),
  });
  try {
    await begin(server, config, door);
    door.out(`Toxiproxy API: ${server.url}  (seed ${seed})\n`);
    if (!door.signal.aborted) await once(door.signal, 'abort');
  } finally {
    await server.close();
  }
  // Being stopped is how it is meant to end.
  return EXIT.passed;
}

type Config = Parameters<ProxyServer['book']['begin']>[0];

/** null: it was told what is wrong. */
async function configOf(args: Arguments, door: Door): Promise<Config | null> {
  const named = textOf(args, 'config');
  if (named === null) return [];
  refuseEndless(resolve(door.cwd, named), named);
  const text = await readFile(resolve(door.cwd, named), 'utf8').catch((cause: unknown) => {
    throw new BrownoutError({
      code: 'no-proxy-config',
      ending: 'usage',
      message: `${named} can't be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      hints: ['Paths are taken from the folder in which the command runs.'],
      cause,
    });
  });
  const { readConfig } = await import('../../../run/proxy/api/config-file.js');
  const read = readConfig(text, named);
  sayProblems(door, read.ok ? read.warnings : read.problems);
  return read.ok ? read.value : null;
}

async function begin({ book }: ProxyServer, config: Config, door: Door): Promise<void> {
  const { proxies, failure } = await book.begin(config);
  for (const { name, listen, upstream, enabled } of proxies)
    door.err(`${name}: ${listen} → ${upstream}${enabled ? '' : ' (disabled)'}\n`);
  if (failure === null) return;
  throw new BrownoutError({
    code: 'proxy-not-started',
    ending: 'usage',
    message: `"${config[proxies.length]?.name}" can't begin: ${failure.message}`,
    hints: ['Give it another "listen" in the file, or end what holds that address.'],
  });
}
