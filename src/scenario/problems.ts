/** What zod found wrong, in the words of an author: where, what was expected, what was probably meant. */
import type { z } from 'zod';
import type { Mistake, Path } from './mistake.js';
import { wrong } from './mistake.js';
import { descriptionAt, keysAt } from './shape-keys.js';
import { listed } from './shape.js';
import { didYouMean, found } from './message-words.js';

type Issue = z.core.$ZodIssue;

/** All of them at once. `root` is what was parsed, `base` where that stands in its document. */
export function mistakesIn(
  issues: readonly Issue[],
  schema: z.core.$ZodType,
  root: unknown,
  base: Path,
): readonly Mistake[] {
  return issues.flatMap((issue) => mistakesOf(issue, { schema, root, base, above: [] }));
}

interface Around {
  readonly schema: z.core.$ZodType;
  readonly root: unknown;
  readonly base: Path;
  /** Path of the union that this issue is a branch of. */
  readonly above: Path;
}

function mistakesOf(issue: Issue, around: Around): readonly Mistake[] {
  const path: Path = [...around.above, ...issue.path.map(asStep)];
  const place: Path = [...around.base, ...path];
  const value = valueAt(around.root, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, place, keysAt(around.schema, path)));
  }
  if (issue.code === 'invalid_key') return [badName(issue, place)];
  if (isPlainUnion(issue)) {
    const branch = bestBranch(issue.errors, value);
    if (branch !== null) return branch.flatMap((each) => mistakesOf(each, { ...around, above: path }));
  }
  const expected = expectation(issue);
  if (value === undefined && path.length > 0) {
    return [missingKey(place, expected, descriptionAt(around.schema, path))];
  }
  return [
    wrong('bad-value', place, wordsFor(issue, expected, value), {
      hints: [...hintsFor(issue, value), ...keysFor(value, keysAt(around.schema, path))],
    }),
  ];
}

function unknownKey(key: string, place: Path, keys: ReturnType<typeof keysAt>): Mistake {
  const known = keys?.keys ?? [];
  const list = known.length === 0 ? [] : [takes(keys?.of ?? 'It', known)];
  return wrong('unknown-key', [...place, key], `unknown key "${key}"`, {
    points: 'key',
    hints: [...didYouMean(key, known), ...list],
  });
}

/** Whoever wrote a plain value where keys belong is told which. */
function keysFor(value: unknown, keys: ReturnType<typeof keysAt>): readonly string[] {
  if (keys?.of === undefined || keys.of === null || (typeof value === 'object' && value !== null)) return [];
  return [takes(keys.of, keys.keys)];
}

function takes(what: string, keys: readonly string[]): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} takes: ${listed(keys)}.`;
}

function missingKey(place: Path, expected: string | null, described: string | null): Mistake {
  const hints = [
    ...(expected === null ? [] : [`expected ${expected}`]),
    ...(described === null || described === expected ? [] : [described]),
  ];
  return wrong('missing-key', place, `missing key "${place.at(-1) ?? ''}"`, { hints });
}

function badName(issue: Extract<Issue, { code: 'invalid_key' }>, place: Path): Mistake {
  const message = issue.issues[0]?.message ?? 'expected a name';
  return wrong('bad-name', place, `${message}, found ${found(String(place.at(-1)))}`, { points: 'key' });
}

/** Without words of its own, so that one of its branches must say what is wrong. */
function isPlainUnion(issue: Issue): issue is Extract<Issue, { code: 'invalid_union' }> {
  return issue.code === 'invalid_union' && issue.message === 'Invalid input';
}

/** The branch that the author was in: the one whose outer type fits, else none. */
function bestBranch(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | null {
  const fitting = branches.filter((issues) => !issues.some((issue) => isOuter(issue)));
  if (fitting.length > 0) return fewest(fitting);
  if (typeof value === 'object' && value !== null) return null;
  return fewest(branches.filter((issues) => issues.some((issue) => !isWrongType(issue))));
}

function isOuter(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== 'unrecognized_keys';
}

function isWrongType(issue: Issue): boolean {
  return issue.code === 'invalid_type';
}

function fewest(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  return [...branches].sort((one, other) => one.length - other.length)[0] ?? null;
}

/** What was expected, without what was found. */
function expectation(issue: Issue): string | null {
  const own = /^expected (.+?)(?:, found .*)?$/s.exec(issue.message)?.[1];
  if (own !== undefined) return own;
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return oneOf(issue.values.map((value) => JSON.stringify(value)));
  if (issue.code === 'invalid_union') return alternatives(issue);
  return null;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys and values',
  record: 'names with their values',
};

function alternatives(issue: Extract<Issue, { code: 'invalid_union' }>): string | null {
  const all = issue.errors.map((branch) => (branch[0] === undefined ? null : expectation(branch[0])));
  const said = [...new Set(all.filter((each) => each !== null))];
  return said.length === 0 ? null : said.join(', or ');
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : `one of ${listed(values)}`;
}

function wordsFor(issue: Issue, expected: string | null, value: unknown): string {
  return expected === null ? issue.message : `expected ${expected}, found ${found(value)}`;
}

function hintsFor(issue: Issue, value: unknown): readonly string[] {
  if (typeof value !== 'string') return [];
  if (value.includes('${')) {
    return ['${VAR} is filled in when something is sent, so it can stand in texts only, not in quantities.'];
  }
  if (issue.code === 'invalid_value') return didYouMean(value, issue.values.map(String));
  return [];
}

function valueAt(root: unknown, path: Path): unknown {
  let here = root;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[step];
  }
  return here;
}

function asStep(step: PropertyKey): string | number {
  return typeof step === 'number' ? step : String(step);
}
