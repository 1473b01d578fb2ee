/** The repository as the house rules see it: its files, and who imports what. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Paths of TypeScript files below a folder, from the root, in order. */
export function filesBelow(folder: string): readonly string[] {
  return (
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll('\\', '/'))
      // What the external tests install for themselves is not ours to judge.
      .filter((path) => !path.includes('/.'))
      .toSorted()
  );
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function urlOf(path: string): string {
  return new URL(`../../${path}`, import.meta.url).href;
}

export interface Import {
  readonly from: string;
  readonly to: string;
  /** True for a file of ours, whose path is then from the root. */
  readonly isOurs: boolean;
  /** True where nothing of it is left when it runs. */
  readonly isType: boolean;
}

/** Everything that a file imports, types and `import()` included. */
export function importsOf(path: string): readonly Import[] {
  const text = textOf(path);
  const types = new Set(
    Array.from(text.matchAll(/^(?:import|export) type [^;]*? from '([^']+)';/gm), ([, from]) => from),
  );
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    const isOurs = fileName.startsWith('.');
    const to = isOurs ? posix.join(posix.dirname(path), fileName).replace(/\.js$/, '.ts') : fileName;
    return { from: path, to, isOurs, isType: types.has(fileName) };
  });
}

/** A bare specifier without what lies inside the package. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
