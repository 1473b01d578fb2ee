/** A file of proxies to begin with: the original's list, or what GET /proxies shows. */
import type { Checked, Problem, SourceSpan } from '../../../model/problem.js';
import { splitHostPort } from '../listen.js';
import { fold } from './fields.js';
import { readJson, type Json, type Member } from './json.js';
import { proxyIn, PROXY_KEYS, type ProxyWish } from './proxy-body.js';
import { Refusal } from './refusal.js';

interface Entry {
  readonly value: Json;
  readonly at: number;
  readonly length: number;
}

const SILENT = new Set(PROXY_KEYS.map(fold));

const MARK = '\uFEFF';

type SpanAt = (at: number, length: number) => SourceSpan;

export function readConfig(raw: string, file: string): Checked<readonly ProxyWish[]> {
  const text = raw.startsWith(MARK) ? raw.slice(MARK.length) : raw;
  const spanAt: SpanAt = (at, length) => spanIn(text, file, at, length);
  const read = readJson(text);
  if (!read.ok) {
    const where = text.trim() === '' ? null : spanAt(read.at, 1);
    return failed(mistake(`${file} is no JSON: ${read.mistake}`, where, SHAPE));
  }
  const entries = entriesOf(read.value);
  if (entries === null)
    return failed(
      mistake('neither a list of proxies nor an object of them', spanAt(read.value.at, 1), SHAPE),
    );
  const { wishes, problems, warnings: odd } = wishesIn(entries, spanAt);
  const warnings = [
    ...(raw === text ? [] : [warning(...MARKED, spanAt(0, 1))]),
    ...entries.flatMap(({ value }) =>
      value.kind === 'object' ? value.members.flatMap((member) => ignored(member, spanAt)) : [],
    ),
    ...odd,
    ...(read.rest === null ? [] : [warning(...MORE, spanAt(read.rest, 1))]),
  ];
  return problems.length > 0
    ? { ok: false, problems: [...problems, ...warnings] }
    : { ok: true, value: wishes, warnings };
}

const MARKED = [
  'a byte order mark begins the file, and is skipped',
  ['The original refuses such a file.'],
] as const;
const MORE = ['what follows the first list is never read', ['Write one list of all proxies.']] as const;

interface Wishes {
  readonly wishes: readonly ProxyWish[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

function wishesIn(entries: readonly Entry[], spanAt: SpanAt): Wishes {
  const wishes: ProxyWish[] = [];
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  for (const { value, at, length } of entries) {
    try {
      const wish = proxyIn(value);
      warnings.push(...oddities(wish, wishes, spanAt(at, length)));
      wishes.push(wish);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(mistake(plainly(error.message), spanAt(at, length), []));
    }
  }
  return { wishes, problems, warnings };
}

/** What is no mistake to the original, and hardly ever meant. */
function oddities(wish: ProxyWish, before: readonly ProxyWish[], where: SourceSpan): readonly Problem[] {
  const { name, listen, upstream } = wish;
  const twin = before.findLast((one) => one.name === name);
  const isSame = twin?.listen === listen && twin.upstream === upstream;
  return [
    ...(twin === undefined
      ? []
      : [
          warning(
            `"${name}" comes a second time: ${isSame ? 'the first one' : 'this one'} counts`,
            ['Give each proxy a name of its own.'],
            where,
          ),
        ]),
    ...(hasPort(upstream)
      ? []
      : [
          warning(
            `the upstream "${upstream}" has no port: no client of "${name}" will reach it`,
            ['Write host:port.'],
            where,
          ),
        ]),
  ];
}

function hasPort(upstream: string): boolean {
  try {
    return splitHostPort(upstream).port !== '';
  } catch {
    return false;
  }
}

const SHAPE = [
  'Write a list:  [{ "name": "redis", "listen": "127.0.0.1:26379", "upstream": "127.0.0.1:6379" }]',
];

/** null: nothing of the kind. */
function entriesOf(value: Json): readonly Entry[] | null {
  if (value.kind === 'array') return value.items.map((item) => ({ value: item, at: item.at, length: 1 }));
  if (value.kind !== 'object') return null;
  const [first, ...more] = value.members;
  // What POST /populate answers.
  if (first?.key === 'proxies' && first.value.kind === 'array' && more.length === 0)
    return entriesOf(first.value);
  if (value.members.some((member) => member.value.kind !== 'object')) return null;
  return value.members.map((member) => ({
    value: named(member),
    at: member.at,
    length: member.key.length + 2,
  }));
}

/** By its key, where it doesn't say its own name. */
function named({ key, at, value }: Member): Json {
  if (value.kind !== 'object') return value;
  const name: Member = { key: 'name', at, value: { kind: 'string', at, value: key } };
  return { ...value, members: [name, ...value.members] };
}

function ignored({ key, at, value }: Member, spanAt: SpanAt): readonly Problem[] {
  const where = spanAt(at, key.length + 2);
  const isEmpty = value.kind === 'null' || (value.kind === 'array' && value.items.length === 0);
  const isLogger = fold(key) === 'logger' && (value.kind !== 'object' || value.members.length > 0);
  if (fold(key) === 'toxics') {
    if (isEmpty) return [];
    const hint = 'Add them when it runs:  POST /proxies/{name}/toxics';
    return [warning('toxics are not read from a file: the proxy begins without them', [hint], where)];
  }
  if (SILENT.has(fold(key)) && !isLogger) return [];
  return [warning(`"${key}" means nothing here`, ['Known are name, listen, upstream and enabled.'], where)];
}

function plainly(message: string): string {
  const type = /cannot unmarshal (.*) into Go (?:struct field \.(\S+)|value) of type (\S+)/.exec(message);
  if (type === null) return message;
  const [, found = '', field, wanted = ''] = type;
  const here = /^[aeo]/.test(found) ? `an ${found}` : `a ${found}`;
  if (field === undefined) return `a proxy is an object, and here is ${here}`;
  return `"${field}" wants ${wanted === 'bool' ? 'true or false' : `a ${wanted}`}, and here is ${here}`;
}

function failed(problem: Problem): Checked<never> {
  return { ok: false, problems: [problem] };
}

function mistake(message: string, where: SourceSpan | null, hints: readonly string[]): Problem {
  return { code: 'bad-proxy-config', severity: 'error', message, where, hints };
}

function warning(message: string, hints: readonly string[], where: SourceSpan): Problem {
  return { code: 'odd-proxy-config', severity: 'warning', message, where, hints };
}

function spanIn(text: string, file: string, at: number, length: number): SourceSpan {
  const before = text.slice(0, at).split('\n');
  const line = before.length;
  const lines = text.split('\n');
  const excerpt = [line - 1, line]
    .filter((one) => one > 0)
    .map((one) => ({ line: one, text: (lines[one - 1] ?? '').trimEnd() }));
  return { file, line, column: (before.at(-1) ?? '').length + 1, length, excerpt };
}
