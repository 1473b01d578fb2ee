/**
 * `${VAR}`, `${VAR:-instead}` and `${VAR:?why it is needed}`. They stay as they are in every file
 * that we write, and are resolved only when something is sent. `$${` is a dollar and a brace.
 */
import type { Checked, Problem } from '../model/problem.js';
import type { Mistake, Path } from './mistake.js';
import { wrong } from './mistake.js';

const REFERENCE = /\$\$\{|\$\{([A-Za-z_]\w*)(?::([-?])([^}]*))?\}/g;

/** Prose may say what it likes. */
const PROSE = new Set(['title', 'story', 'sources']);

export function referenceMistakes(value: unknown, path: Path = []): readonly Mistake[] {
  if (typeof value === 'string') return mistakesInText(value, path);
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each, index) => referenceMistakes(each, [...path, index]));
  return Object.entries(value).flatMap(([key, each]) =>
    path.length === 0 && PROSE.has(key) ? [] : referenceMistakes(each, [...path, key]),
  );
}

function mistakesInText(text: string, path: Path): readonly Mistake[] {
  if (!text.includes('${')) return [];
  const left = text.replaceAll(REFERENCE, ' ');
  const start = left.indexOf('${');
  if (start < 0) return [];
  const piece = /^\$\{[^}]{0,40}\}?/.exec(left.slice(start))?.[0] ?? '${';
  return [
    wrong('bad-reference', path, `"${piece}" is no reference to a variable`, {
      piece,
      hints: ['Write ${NAME}, ${NAME:-instead} or ${NAME:?why}. For a dollar and a brace write $${.'],
    }),
  ];
}

export function resolveReferences(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): Checked<string> {
  const problems: Problem[] = [];
  const value = text.replaceAll(REFERENCE, (whole, name?: string, kind?: string, rest?: string): string => {
    if (name === undefined) return whole.slice(1);
    const set = Object.hasOwn(env, name) ? env[name] : undefined;
    if (set !== undefined && (set !== '' || kind === undefined)) return set;
    if (kind === '-') return rest ?? '';
    problems.push(unset(name, rest ?? ''));
    return whole;
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value, warnings: [] };
}

function unset(name: string, why: string): Problem {
  return {
    code: 'unset-variable',
    severity: 'error',
    message: `the variable ${name} is not set${why === '' ? '' : `: ${why}`}`,
    where: null,
    hints: [`Set it, or give a value to use instead:  \${${name}:-something}`],
  };
}
