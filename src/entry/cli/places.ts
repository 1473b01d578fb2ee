/** Where scenarios, the config and runs are found: by path, by a shipped name, or upward from here. */
import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from '../../kit/nearest.js';
import { BrownoutError } from '../../model/problem.js';
import { reading, refuseEndless } from '../on-disk.js';

const PACKAGE = fileURLToPath(new URL('../../../', import.meta.url));
const SHIPPED = join(PACKAGE, 'scenarios');
const CONFIG_NAMES = ['brownout.config.yaml', 'brownout.config.yml'];
/** Scenarios are a page of text; more is a mistake, and is refused before it is read. */
const MOST_BYTES = 1_000_000;

export interface SourceText {
  readonly file: string;
  readonly text: string;
}

export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}

export function shippedNames(): readonly string[] {
  return readdirSync(SHIPPED)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

/** A path, or the name of a shipped scenario. */
export function readScenario(named: string, cwd: string): SourceText {
  const path = resolve(cwd, named);
  if (named !== '' && existsSync(path) && statSync(path).isDirectory()) throw isFolder(named);
  if (named !== '' && existsSync(path)) return { file: named, text: readText(path, named) };
  const shipped = join(SHIPPED, `${named}.yaml`);
  if (/^[\w-]+$/.test(named) && existsSync(shipped)) {
    return { file: `scenarios/${named}.yaml`, text: readText(shipped, named) };
  }
  const meant = nearest(named, shippedNames());
  throw new BrownoutError({
    code: 'no-scenario',
    ending: 'usage',
    message: `there is no scenario "${named}": neither a file of that name nor a shipped one`,
    hints: [
      ...(meant === null ? [] : [`did you mean "${meant}"?`]),
      `shipped are ${shippedNames().join(', ')}.   brownout list scenarios`,
    ],
  });
}

function isFolder(named: string): BrownoutError {
  return new BrownoutError({
    code: 'no-scenario',
    ending: 'usage',
    message: `${named} is a folder, and a scenario is a file`,
    hints: [`all of it:  brownout validate ${join(named, '*.yaml')}`],
  });
}

/** The one named, or the next one upward to the repository's root; null where there is none. */
export function findConfig(named: string | null, cwd: string): SourceText | null {
  if (named !== null) {
    const path = resolve(cwd, named);
    if (!existsSync(path)) {
      throw new BrownoutError({
        code: 'no-config',
        ending: 'usage',
        message: `there is no config "${named}"`,
        hints: ["write one:  brownout learn 'curl …'   or  brownout init"],
      });
    }
    return { file: named, text: readText(path, named) };
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = CONFIG_NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (found !== undefined) return { file: found, text: readText(found, found) };
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return null;
  }
}

function readText(path: string, named: string): string {
  refuseEndless(path, named);
  const { size } = statSync(path);
  if (size > MOST_BYTES) {
    throw new BrownoutError({
      code: 'too-large',
      ending: 'usage',
      message: `${named} has ${(size / 1e6).toFixed(1)} MB; a scenario or config may have 1 MB at most`,
      hints: ['is it another file? A scenario is a page of YAML:  brownout explain scenario'],
    });
  }
  const bytes = reading(named, () => readFileSync(path));
  // Of two bytes a letter, one is nothing in most languages; no YAML holds that.
  const isWide = bytes.includes(0);
  if (isUtf8(bytes) && !isWide) return bytes.toString('utf8');
  throw new BrownoutError({
    code: 'not-utf8',
    ending: 'usage',
    message: `${named} is not written in UTF-8, as YAML is`,
    hints: [`save it as UTF-8, or turn it into that:  iconv -t UTF-8 -f ${isWide ? 'UTF-16' : 'LATIN1'}`],
  });
}

/** `.brownout/runs`, but in the checkout of Brownout itself `reports`. */
export function runsFolder(cwd: string): string {
  return resolve(cwd) === resolve(PACKAGE) && existsSync(join(cwd, 'src'))
    ? 'reports'
    : join('.brownout', 'runs');
}
