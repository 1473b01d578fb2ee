import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { invariant } from '../../../kit/invariant.js';
import { BrownoutError } from '../../../model/problem.js';
import type { SubjectSpec } from '../../../model/scenario.js';
import type { LoadedConfig } from '../../../scenario/config.js';
import type { CurlRequest } from '../../../scenario/curl.js';
import type { Door } from '../door.js';
import { EXIT } from '../exit-code.js';
import { refuseEndless, writing } from '../../on-disk.js';
import { findConfig, type SourceText } from '../places.js';
import { sayExit, sayProblems } from '../say.js';
import { isSet, textOf, type Arguments, type Command } from './command.js';

const CONFIG = 'brownout.config.yaml';

export const learn: Command = {
  usage: 'learn <curl>',
  summary: 'Find out how your app is asked and answers, and write it into its config',
  examples: [
    [
      `brownout learn 'curl -d "q=hi" http://127.0.0.1:3000/ask' --start "npm start"`,
      'the first thing that your users do',
    ],
    [`brownout learn 'curl http://127.0.0.1:3000/notes?text=hi'`, 'one more, with the config that is there'],
  ],
  build: (args) =>
    args
      .positional('curl', {
        type: 'string',
        demandOption: true,
        describe: 'A curl line, in quotes, that asks your app something',
      })
      .option('start', { type: 'string', describe: 'Command that starts your app', requiresArg: true })
      .option('ready', {
        type: 'string',
        describe: 'Path that answers when your app is ready',
        requiresArg: true,
      })
      .option('name', { type: 'string', describe: 'Name of the journey', requiresArg: true })
      .option('config', {
        alias: 'c',
        type: 'string',
        describe: 'The config to add to (default: brownout.config.yaml, found upward)',
        requiresArg: true,
      })
      .option('dry-run', { type: 'boolean', describe: 'Print the config instead of writing it' })
      .option('i-own-this-target', {
        type: 'boolean',
        describe: 'Allow a target that is not on this machine',
      }),
  async run(args, door) {
    const { readCurl } = await import('../../../scenario/curl.js');
    const { loadConfig } = await import('../../../scenario/config.js');
    const { isName } = await import('../../../scenario/shape.js');
    const name = textOf(args, 'name');
    if (name !== null && !isName(name)) throw badName(name);
    const curl = readCurl(textOf(args, 'curl') ?? '', (path) => fileIn(door.cwd, path));
    const source = existingConfig(args, door);
    const config = source === null ? null : loadConfig(source.text, source.file);
    const problems = [curl, config].flatMap((one) => (one === null || one.ok ? [] : one.problems));
    sayProblems(door, problems);
    if (!curl.ok || config?.ok === false) return sayExit(door, EXIT.usage);
    await learnIt(curl.value, { source, config: config?.value ?? null }, args, door);
    return EXIT.passed;
  },
};

/** Before the app is started: a config with such a name could be read by no command. */
function badName(name: string): BrownoutError {
  return new BrownoutError({
    code: 'bad-name',
    ending: 'usage',
    message: `"${name}" can't be the name of a journey`,
    hints: ['a name is a letter, then letters, digits, - and _, at most 64 of them'],
  });
}

function fileIn(cwd: string, path: string): string | null {
  refuseEndless(resolve(cwd, path), path);
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch {
    return null;
  }
}

interface Existing {
  readonly source: SourceText | null;
  readonly config: LoadedConfig | null;
}

async function learnIt(curl: CurlRequest, existing: Existing, args: Arguments, door: Door): Promise<void> {
  const { additionsOf, learntLines } = await import('../learnt.js');
  const { learn: learnFrom } = await import('../../../run/conductor/learn/learn.js');
  const file = existing.source?.file ?? textOf(args, 'config') ?? CONFIG;
  const spec = await specOf(existing, args, dirname(resolve(door.cwd, file)));
  door.err('starting your app behind healthy mocks, and asking it\n');
  const learned = await learnFrom({
    request: curl.request,
    origin: curl.url,
    spec,
    upstreams: existing.config?.upstreams ?? [],
    signal: door.signal,
    iOwnThisTarget: isSet(args, 'i-own-this-target'),
  });
  const additions = additionsOf(learned, existing.config, {
    start: textOf(args, 'start'),
    ready: textOf(args, 'ready'),
    name: textOf(args, 'name'),
  });
  const { addToConfig } = await import('../../../scenario/edit-config.js');
  const text = addToConfig(existing.source?.text ?? null, additions);
  invariant(text !== null, 'a config that could be read could not be added to');
  door.out(`journey "${additions.journey.name}"\n${learntLines(learned, additions).join('\n')}\n`);
  if (isSet(args, 'dry-run')) {
    door.out(`\n${text}`);
    return;
  }
  await writing(file, () => writeFile(resolve(door.cwd, file), text));
  door.out(`  ${'wrote'.padEnd(11)}${relative(door.cwd, resolve(door.cwd, file))}\n`);
  door.out('\nNext:  brownout learn "curl …"  for what else your users do,  brownout doctor  for a check,\n');
  door.out('       brownout run overload-storm --quick  for a first grade\n');
}

/** A config that is named but not there yet is written. */
function existingConfig(args: Arguments, door: Door): SourceText | null {
  const named = textOf(args, 'config');
  return named !== null && !existsSync(resolve(door.cwd, named)) ? null : findConfig(named, door.cwd);
}

async function specOf({ config }: Existing, args: Arguments, folder: string): Promise<SubjectSpec> {
  const { withFlags } = await import('../prepare.js');
  const { subjectOf } = await import('../../../scenario/assemble.js');
  const spec = withFlags(config?.subject ?? subjectOf(null), args, folder);
  if (spec.start !== null || spec.url !== null) return spec;
  throw new BrownoutError({
    code: 'no-start',
    ending: 'usage',
    message:
      config === null
        ? 'how is your app started? There is no brownout.config.yaml yet, and no --start'
        : 'how is your app started? Neither the config (subject.start) nor --start says it',
    hints: [
      'The app has to be started by us, so that it finds our mocks where it looks for its provider.',
      'Say it:  brownout learn "curl …" --start "npm start" --ready /health',
    ],
  });
}
