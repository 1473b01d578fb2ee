/** Text → document. Whatever is wrong with the YAML itself ends here, located; nothing throws. */
import { Composer, isScalar, Lexer, LineCounter, Parser, visit } from 'yaml';
import type { Alias, CST, Document as YamlDocument, YAMLError } from 'yaml';
import type { Checked, Problem } from '../model/problem.js';
import { LocatedDocument, Source } from './document.js';
import type { Located } from './document.js';
import { clipped } from './message-words.js';
import { withoutEchoes, yamlWords } from './yaml-words.js';

export interface ReadLimits {
  readonly characters: number;
  /** Levels of nesting. */
  readonly depth: number;
  /** Keys and items of lists: the check for double keys compares each with each. */
  readonly entries: number;
  /** How often one anchor may be used, what it contains counted in: the bound on exploding aliases. */
  readonly aliases: number;
}

export const READ_LIMITS: ReadLimits = { characters: 1_000_000, depth: 60, entries: 10_000, aliases: 100 };

const MOST_PROBLEMS = 20;

export function readDocument(
  written: string,
  file: string,
  limits: ReadLimits = READ_LIMITS,
): Checked<Located> {
  if (written.length > limits.characters) return refused(tooLarge(written, file, limits));
  const lines = new LineCounter();
  const source = new Source(file, written.replace(/^\uFEFF/, ''), lines);
  const tokens = tokensOf(source, lines, limits);
  if (!Array.isArray(tokens)) return refused(tokens);
  const documents = [...new Composer(YAML_OPTIONS).compose(tokens, true, source.text.length)];
  const problems = documents.flatMap((document) => yamlProblems(document, source));
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
  const [first, second] = documents;
  if (second !== undefined) return refused(severalDocuments(second, source));
  if (first === undefined) return refused(empty(source));
  return valueOf(first, source, limits);
}

const YAML_OPTIONS = {
  version: '1.2',
  schema: 'core',
  resolveKnownTags: false,
  stringKeys: true,
  prettyErrors: false,
} as const;

function tokensOf(source: Source, lines: LineCounter, limits: ReadLimits): CST.Token[] | Problem {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let entries = 0;
  let offset = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(source.text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (lexeme === ':' || lexeme === '-' || lexeme === ',') entries += 1;
    if (parser.stack.length > limits.depth + 1) return tooDeep(source, offset, limits);
    if (entries > limits.entries) return tooMany(source, offset, limits);
    offset = parser.offset;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

function valueOf(yaml: YamlDocument, source: Source, limits: ReadLimits): Checked<Located> {
  try {
    const value: unknown = yaml.toJS({ maxAliasCount: limits.aliases });
    if (value === null) return refused(empty(source));
    return { ok: true, value: new LocatedDocument(source, yaml, value), warnings: [] };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return refused(explodingAliases(yaml, source));
  }
}

function yamlProblems(yaml: YamlDocument, source: Source): Problem[] {
  const lineOf = (offset: number): number => source.span(offset, offset).line;
  const errors = withoutEchoes([...yaml.errors, ...yaml.warnings], lineOf);
  const said = errors.map((error) => yamlProblem(error, source));
  return said.length > 0 ? said : [...keyProblems(yaml, source), ...aliasProblems(yaml, source)];
}

/** Keys that would be left out without a word, or that other YAML knows and ours doesn't. */
function keyProblems(yaml: YamlDocument, source: Source): Problem[] {
  const problems: Problem[] = [];
  visit(yaml, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || !key.range) return;
      const where = source.span(key.range[0], key.range[1]);
      if (key.value === '__proto__')
        problems.push(
          problem('reserved-key', 'nothing can be called "__proto__"', where, ['Take another name.']),
        );
      if (key.value === '<<') problems.push(problem('merge-key', MERGED, where, [INSTEAD]));
    },
  });
  return problems;
}

const MERGED = 'YAML 1.2 has no merge key (<<)';
const INSTEAD = 'Write the keys out, or take the whole value by its alias:  recovery: *name';

function aliasProblems(yaml: YamlDocument, source: Source): Problem[] {
  const problems: Problem[] = [];
  visit(yaml, {
    Alias: (_, alias, ancestors) => {
      const named = alias.resolve(yaml);
      if (named === undefined) problems.push(unknownAlias(alias, source));
      else if (ancestors.includes(named)) problems.push(endlessAlias(alias, source));
    },
  });
  return problems;
}

function yamlProblem(error: YAMLError, source: Source): Problem {
  const [start, end] = error.pos;
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^("[^"]*"|'[^']*'|[^\s:,}]+)/.exec(source.text.slice(start))?.[0] ?? '';
    const message = `the key ${key === '' ? '' : `"${key.replaceAll(/["']/g, '')}" `}stands here twice`;
    return problem('duplicate-key', message, source.span(start, start + key.length), [
      'Keep one of them: the other would be ignored without a word.',
    ]);
  }
  if (error.code === 'TAB_AS_INDENT') {
    return problem('tab', 'YAML is indented with spaces, not with tabs', source.span(start, end), [
      'Replace the tab with spaces.',
    ]);
  }
  return problem(
    'bad-yaml',
    `this is not YAML: ${yamlWords(error)}`,
    source.span(start, end),
    hintsFor(error),
  );
}

function hintsFor(error: YAMLError): readonly string[] {
  switch (error.code) {
    case 'TAG_RESOLVE_FAILED':
      return ['Tags (!name) have no meaning in a scenario. Quote text that begins with an exclamation mark.'];
    case 'NON_STRING_KEY':
      return ['A key is a plain word.'];
    default:
      return ['Quote text that holds a colon, a brace, a bracket, a hash or a star.'];
  }
}

function tooLarge(written: string, file: string, limits: ReadLimits): Problem {
  const size = (written.length / 1e6).toFixed(1);
  const message = `the file has ${size} million characters; the limit is ${limits.characters / 1e6} million`;
  const where = { file, line: 1, column: 1, length: 1, excerpt: [] };
  return problem('too-large', message, where, ['A scenario is a page or two. Is it the right file?']);
}

function tooDeep(source: Source, offset: number, limits: ReadLimits): Problem {
  const message = `nested deeper than ${limits.depth} levels`;
  return problem('too-deep', message, source.span(offset, offset + 1), ['No scenario needs more than ten.']);
}

function tooMany(source: Source, offset: number, limits: ReadLimits): Problem {
  const message = `more than ${limits.entries} keys and items`;
  const hints = ['A scenario is a page or two. Is it the right file?'];
  return problem('too-large', message, source.span(offset, offset + 1), hints);
}

function severalDocuments(second: YamlDocument, source: Source): Problem {
  const start = second.range?.[0] ?? 0;
  return problem('several-documents', 'a second document begins here', source.span(start, start + 3), [
    'One file holds one scenario: put the other into its own file.',
  ]);
}

function empty(source: Source): Problem {
  return problem('empty', 'the file is empty', source.span(0, 0), [
    'A scenario may begin as a shipped one:  brownout list scenarios   A config:  brownout init',
  ]);
}

function unknownAlias(alias: Alias, source: Source): Problem {
  const message = `nothing above is named "${alias.source}"`;
  return problem('unknown-alias', message, source.span(...rangeOf(alias)), [
    'An alias (*name) needs an anchor (&name) above it. Quote text that begins with a star.',
  ]);
}

function endlessAlias(alias: Alias, source: Source): Problem {
  const message = `"${alias.source}" contains itself`;
  return problem('too-many-aliases', message, source.span(...rangeOf(alias)), [
    'Write the value out instead.',
  ]);
}

function explodingAliases(yaml: YamlDocument, source: Source): Problem {
  let last: readonly [number, number] = [0, 0];
  visit(yaml, {
    Alias: (_, alias) => {
      last = rangeOf(alias);
    },
  });
  const message = 'aliases of aliases: written out, the file would explode';
  return problem('too-many-aliases', message, source.span(...last), ['Write the values out instead.']);
}

function rangeOf(alias: Alias): readonly [number, number] {
  return alias.range ? [alias.range[0], alias.range[1]] : [0, 0];
}

function problem(code: string, message: string, where: Problem['where'], hints: readonly string[]): Problem {
  return { code, severity: 'error', message: clipped(message), where, hints };
}

function refused(...problems: Problem[]): Checked<never> {
  return { ok: false, problems };
}
