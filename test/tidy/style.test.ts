import { describe, expect, test } from 'vitest';
import { filesBelow, textOf } from './tree.js';

const sources = filesBelow('src');
const tests = filesBelow('test');

const BANNED_NAMES = [
  'util',
  'utils',
  'helper',
  'helpers',
  'manager',
  'service',
  'common',
  'misc',
  'core',
  'data',
  'info',
];

/** Named after an entry whose name Toxiproxy gave. */
const NAMED_BY_OTHERS = ['src/catalog/toxics/limit-data.ts'];

const LONGEST_FILE = 300;

function codeLines(path: string): number {
  return textOf(path)
    .split('\n')
    .filter((line) => !/^\s*(?:\/\/|\/\*|\*|$)/.test(line)).length;
}

/** Lines that match, as `file:line`. */
function found(paths: readonly string[], pattern: RegExp): readonly string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('names', () => {
  test('no file or folder has a name that says nothing', () => {
    const says = (path: string): boolean =>
      NAMED_BY_OTHERS.includes(path) ||
      !path.split(/[/.-]/).some((word) => BANNED_NAMES.includes(word.toLowerCase()));
    expect([...sources, ...tests].filter((path) => !says(path))).toEqual([]);
  });

  test('files and folders are in kebab-case', () => {
    const pattern = /^[a-z0-9][a-z0-9/-]*(?:\.test)?\.ts$/;
    expect([...sources, ...tests].filter((path) => !pattern.test(path))).toEqual([]);
  });
});

test(`no file has more than ${LONGEST_FILE} lines of code`, () => {
  expect(sources.filter((path) => codeLines(path) > LONGEST_FILE)).toEqual([]);
});

describe('nothing is switched off', () => {
  // Put together, so that this file doesn't find itself.
  const dot = String.raw`\.`;
  const rows = [
    [
      'a test',
      tests,
      new RegExp(String.raw`\b(?:it|test|describe)${dot}(?:skip|only|todo|skipIf|runIf|fails)\b`),
    ],
    ['a test, by its old name', tests, /^\s*x(?:it|describe|test)\(/],
    ['the linter', [...sources, ...tests], new RegExp(['eslint', 'disable'].join('-'))],
    ['the compiler', [...sources, ...tests], new RegExp(`@ts-(?:ignore|expect-error|nocheck)`)],
    ['the formatter', [...sources, ...tests], new RegExp(['prettier', 'ignore'].join('-'))],
  ] as const;
  test.each(rows)('%s', (_, paths, pattern) => {
    expect(found(paths, pattern)).toEqual([]);
  });
});

test('only the doors of our two processes end them', () => {
  const doors = /^src\/(bin|run\/subject\/guardian)\.ts:/;
  expect(found(sources, /\bprocess\.exit\(/).filter((place) => !doors.test(place))).toEqual([]);
});

test('nothing is exported by default', () => {
  expect(found(sources, /^export default\b/)).toEqual([]);
});

test('no comment promises work for later without an issue', () => {
  const words = ['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|');
  expect(found([...sources, ...tests], new RegExp(String.raw`\b(?:${words})\b(?! #\d)`))).toEqual([]);
});

test('every test outside of support asserts something', () => {
  const files = tests.filter((path) => path.endsWith('.test.ts'));
  expect(files.filter((path) => !/\b(?:expect|assert|expectTypeOf)\b/.test(textOf(path)))).toEqual([]);
});
