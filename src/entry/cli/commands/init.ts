import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { BrownoutError } from '../../../model/problem.js';
import { makeFolder } from '../../../run/make-folder.js';
import type { Door } from '../door.js';
import { EXIT } from '../exit-code.js';
import { writing } from '../../on-disk.js';
import { version } from '../places.js';
import { configText, scaffoldOf, type Manifest } from '../init/scaffold.js';
import { workflowPath, workflowText, type Repository } from '../init/workflow.js';
import { isSet, textOf, type Command } from './command.js';

const CONFIG = 'brownout.config.yaml';
const PYTHON_FILES = ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.cfg'];

interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

export const init: Command = {
  usage: 'init [dir]',
  summary: 'Write a config for the app in this folder, and a CI workflow if asked',
  examples: [['brownout init --ci github', 'asks nothing, overwrites nothing']],
  build: (args) =>
    args
      .positional('dir', { type: 'string', default: '.', describe: 'Folder of your app' })
      .option('ci', {
        choices: ['github', 'none'],
        default: 'none',
        describe: 'Write a CI workflow too',
        requiresArg: true,
      })
      .option('dry-run', { type: 'boolean', describe: 'Print what would be written' })
      .option('force', { type: 'boolean', describe: 'Overwrite what is there' }),
  async run(args, door) {
    const folder = resolve(door.cwd, textOf(args, 'dir') ?? '.');
    const manifest = manifestIn(folder);
    const scaffold = scaffoldOf({ manifest, python: pythonIn(folder) });
    const isForced = isSet(args, 'force');
    const config: PlannedFile = { path: CONFIG, text: configText(scaffold) };
    const workflow = args['ci'] === 'github' ? [workflowFor(folder, manifest)] : [];
    // What  learn  wrote is kept: then the workflow alone is missing.
    const isKept = !isForced && workflow.length > 0 && existsSync(join(folder, CONFIG));
    const files = isKept ? workflow : [config, ...workflow];
    if (isSet(args, 'dry-run')) {
      for (const { path, text } of files) door.out(`--- ${path}\n${text}\n`);
      return EXIT.passed;
    }
    refuseToOverwrite(folder, files, isForced);
    await writing(textOf(args, 'dir') ?? '.', () => writeAll(folder, files, door));
    if (isKept) door.out(`kept ${CONFIG}\n`);
    else for (const line of scaffold.found) door.out(`  ${line}\n`);
    door.out('\nNext:  brownout learn "curl …"  finds your journeys,  brownout doctor  checks all of it\n');
    return EXIT.passed;
  },
};

function workflowFor(folder: string, manifest: Manifest | null): PlannedFile {
  const folders = upToRoot(folder);
  const root = folders.at(-1) ?? folder;
  const repository: Repository = {
    inside: relative(root, folder).split(sep).join('/'),
    files: folders.map((one) => (existsSync(one) ? readdirSync(one) : [])),
    hasBrownout: 'brownout' in { ...manifest?.dependencies, ...manifest?.devDependencies },
    version: version(),
  };
  return { path: relative(folder, join(root, workflowPath(repository))), text: workflowText(repository) };
}

/** From the app's folder to the root of its repository; the folder alone where it is in none. */
function upToRoot(folder: string): readonly string[] {
  const folders: string[] = [];
  for (let one = folder; ; one = dirname(one)) {
    folders.push(one);
    if (existsSync(join(one, '.git'))) return folders;
    if (dirname(one) === one) return [folder];
  }
}

function refuseToOverwrite(folder: string, files: readonly PlannedFile[], force: boolean): void {
  const there = files.filter(({ path }) => existsSync(join(folder, path)));
  if (there.length === 0 || force) return;
  throw new BrownoutError({
    code: 'there-already',
    ending: 'usage',
    message: `${there.map(({ path }) => path).join(' and ')} ${there.length === 1 ? 'is' : 'are'} there already; nothing was written`,
    hints: [
      'add a journey to the config:  brownout learn "curl …"',
      'start anew, without what was learnt:  brownout init --force',
    ],
  });
}

async function writeAll(folder: string, files: readonly PlannedFile[], door: Door): Promise<void> {
  for (const { path, text } of files) {
    await makeFolder(dirname(join(folder, path)));
    await writeFile(join(folder, path), text);
    door.out(`wrote ${path}\n`);
  }
  const ignore = join(folder, '.gitignore');
  if (existsSync(ignore) && !readFileSync(ignore, 'utf8').includes('.brownout')) {
    await appendFile(ignore, '\n.brownout/\n');
    door.out('added .brownout/ to .gitignore\n');
  }
}

function manifestIn(folder: string): Manifest | null {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch (cause) {
    throw new BrownoutError({
      code: 'bad-manifest',
      ending: 'usage',
      message: `${path} is no JSON`,
      hints: ['mend it first, or run init in another folder'],
      cause,
    });
  }
}

function pythonIn(folder: string): string {
  return PYTHON_FILES.map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}
