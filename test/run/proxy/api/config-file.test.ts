import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../../src/run/proxy/api/config-file.js';

function said(text: string): readonly string[] {
  const read = readConfig(text, 'toxiproxy.json');
  return (read.ok ? read.warnings : read.problems).map(
    ({ severity, message, where }) => `${severity} ${where?.line ?? '-'}:${where?.column ?? '-'} ${message}`,
  );
}

function wishes(text: string): unknown {
  const read = readConfig(text, 'toxiproxy.json');
  return read.ok ? read.value : said(text);
}

const A = { name: 'a', listen: '127.0.0.1:1', upstream: 'x:1' };

describe('a file of proxies', () => {
  test('is the list that the original takes', () => {
    const text = JSON.stringify([A, { ...A, name: 'b', enabled: false }]);
    expect(wishes(text)).toEqual([
      { ...A, enabled: true },
      { ...A, name: 'b', enabled: false },
    ]);
    expect(said(text)).toEqual([]);
  });

  test('or what GET /proxies shows, without a word about what is always there', () => {
    const shown = { ...A, enabled: true, Logger: {}, toxics: [] };
    expect(wishes(JSON.stringify({ a: shown }))).toEqual([{ ...A, enabled: true }]);
    expect(said(JSON.stringify({ a: shown }))).toEqual([]);
  });

  test('or what POST /populate answers', () => {
    expect(wishes(JSON.stringify({ proxies: [A] }))).toEqual([{ ...A, enabled: true }]);
  });

  test('an object names its proxies by its keys', () => {
    expect(wishes('{"redis":{"upstream":"x:1"}}')).toEqual([
      { name: 'redis', listen: '', upstream: 'x:1', enabled: true },
    ]);
  });

  test('an empty list is nothing to begin with', () => {
    expect(wishes('[]')).toEqual([]);
  });
});

test('what would be ignored is told, each with its place', () => {
  const text = `[
  { "name": "a", "upstream": "x:1",
    "toxics": [{ "type": "latency" }],
    "Logger": { "level": 3 },
    "upstrem": "y" }
]`;
  expect(said(text)).toEqual([
    'warning 3:5 toxics are not read from a file: the proxy begins without them',
    'warning 4:5 "Logger" means nothing here',
    'warning 5:5 "upstrem" means nothing here',
  ]);
});

test.each([
  [
    'a byte order mark',
    `\uFEFF[${JSON.stringify(A)}]`,
    '1:1 a byte order mark begins the file, and is skipped',
  ],
  [
    'a second list',
    `[${JSON.stringify(A)}]\n [{"name":"b"}]`,
    '2:2 what follows the first list is never read',
  ],
  ['rubbish at the end', `[${JSON.stringify(A)}],`, '1:55 what follows the first list is never read'],
])('%s is told once, and the proxies are read', (_, text, told) => {
  expect(said(text)).toEqual([`warning ${told}`]);
  expect(wishes(text)).toEqual([{ ...A, enabled: true }]);
});

test('of one name twice it is told which one counts, as POST /populate has it', () => {
  const other = { ...A, upstream: 'x:2' };
  expect(said(JSON.stringify([A, other]))).toEqual(['warning 1:55 "a" comes a second time: this one counts']);
  expect(said(JSON.stringify([A, { ...A, enabled: false }]))).toEqual([
    'warning 1:55 "a" comes a second time: the first one counts',
  ]);
});

test.each(['redis', 'redis:', '::1', '[::1]'])('an upstream of %s is told, as it has no port', (upstream) => {
  expect(said(JSON.stringify([{ ...A, upstream }]))).toEqual([
    `warning 1:2 the upstream "${upstream}" has no port: no client of "a" will reach it`,
  ]);
});

test.each([
  ['', 'error -:- toxiproxy.json is no JSON: EOF'],
  [
    '[{"name":\n  oops}]',
    "error 2:3 toxiproxy.json is no JSON: invalid character 'o' looking for beginning of value",
  ],
  ['[{"name":"a"', 'error 1:13 toxiproxy.json is no JSON: unexpected EOF'],
  ['5', 'error 1:1 neither a list of proxies nor an object of them'],
  ['{"name":"a","upstream":"x:1"}', 'error 1:1 neither a list of proxies nor an object of them'],
  ['[\n {"name":"a"}]', 'error 2:2 missing required field: upstream'],
  ['[\n 7]', 'error 2:2 a proxy is an object, and here is a number'],
  [
    '[{"name":"a","upstream":"x","enabled":"yes"}]',
    'error 1:2 "enabled" wants true or false, and here is a string',
  ],
  ['[{"name":"a/b","upstream":"x"}]', 'error 1:2 proxy name can not be addressed: a/b'],
])('%j is told as "%s"', (text, line) => {
  expect(said(text)).toEqual([line]);
});

test('all mistakes are told at once', () => {
  expect(said('[{}, {"name":"a"}, {"name":"b","upstream":"x:1"}]')).toHaveLength(2);
});
