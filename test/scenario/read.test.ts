import { describe, expect, it } from 'vitest';
import { READ_LIMITS, readDocument } from '../../src/scenario/read.js';
import { marked, problemsOf } from './samples.js';

describe('YAML that is none', () => {
  it.each([
    ['duplicate-key', 'a: 1\n«a»: 2\n'],
    ['duplicate-key', 'a:\n  b: { c: 1, «"c"»: 2 }\n'],
    ['tab', 'a:\n«\t»b: 1\n'],
    ['bad-yaml', 'a: «b»: c\n'],
    ['bad-yaml', 'a: «!foo» 1\n'],
    ['bad-yaml', '«[»a, b]: 1\n'],
    ['unknown-alias', 'a: 1\nb: «*x»\n'],
    ['too-many-aliases', 'a: &a [1, «*a»]\n'],
    ['several-documents', 'a: 1\n«---»\nb: 1\n'],
  ])('is refused as %s where it stands', (code, written) => {
    const { text, line, column } = marked(written);
    const [first] = problemsOf(readDocument(text, 'f.yaml'));
    expect(first).toMatchObject({ code, severity: 'error', where: { file: 'f.yaml', line, column } });
  });

  it.each([
    ['a: b: c\n', 'a second ": " in one value, or a line that is indented too far'],
    ['a: b\n   c: d\n', 'a second ": " in one value, or a line that is indented too far'],
    ['a: - b\n', 'a list begins on the line below its key'],
    ['a: { b: 1\nc: 2\n', 'what was opened here needs its }, and every line of it further in than its key'],
    ['a: "b\n', 'a text that was opened with " never ends'],
    ['a: { b: 1 c: 2 }\n', 'between { } or [ ] entries are parted by commas'],
    ['a: ["b" "c"]\n', ', or : is missing between two entries'],
    ['a: @b\n', 'a text that begins with @ needs quotes'],
    ['a: 1\nb\n', 'a key without its colon'],
    ['? [a]\n: 1\n', 'a key is missing, or is no word'],
    ['a: }\n', 'this has no meaning in this place'],
    ['a:\n    b: 1\n  c: 2\n', 'the line is not indented as those that it belongs to'],
  ])('is told once, in the words of an author: %j', (text, said) => {
    const problems = problemsOf(readDocument(text, 'f.yaml'));
    expect(problems.map(({ message }) => message)).toEqual([`this is not YAML: ${said}`]);
  });

  it('is told once, not again by all that it makes meaningless', () => {
    const text = `upstreams: {}}\nphases:\n  a: { for: 1s }\n  b: { for: 1s }\nload: { rate: 1/s }\n`;
    expect(problemsOf(readDocument(text, 'f.yaml'))).toHaveLength(1);
  });

  it('tells every double key at once', () => {
    const codes = problemsOf(readDocument('a: 1\na: 2\nb: 1\nb: 2\n', 'f.yaml'));
    expect(codes.map(({ code, where }) => [code, where?.line])).toEqual([
      ['duplicate-key', 2],
      ['duplicate-key', 4],
    ]);
  });

  it.each(['', '# nothing but words\n', '---\n'])('is refused when it is empty: %j', (text) => {
    expect(problemsOf(readDocument(text, 'f.yaml'))).toMatchObject([{ code: 'empty' }]);
  });

  it('shows the line and the one before it, without the marks of Windows', () => {
    const [first] = problemsOf(readDocument('a: 1\r\na: 2\r\n', 'f.yaml'));
    expect(first?.where).toMatchObject({
      line: 2,
      column: 1,
      excerpt: [
        { line: 1, text: 'a: 1' },
        { line: 2, text: 'a: 2' },
      ],
    });
  });

  it('counts columns from the first letter, not from a byte order mark', () => {
    const [first] = problemsOf(readDocument('\uFEFFa: !x 1\n', 'f.yaml'));
    expect(first?.where).toMatchObject({ line: 1, column: 4 });
  });
});

describe('files that would take too much', () => {
  it('refuses 10 MB with one message, before reading it', () => {
    const problems = problemsOf(readDocument('a: 1\n'.repeat(2_000_000), 'big.yaml'));
    expect(problems).toMatchObject([{ code: 'too-large', where: { file: 'big.yaml', line: 1 } }]);
    expect(problems[0]?.message).toBe('the file has 10.0 million characters; the limit is 1 million');
  });

  it('refuses aliases that explode', () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [name, of] of [
      ['b', 'a'],
      ['c', 'b'],
      ['d', 'c'],
      ['e', 'd'],
    ] as const) {
      const uses = Array.from({ length: 9 }, () => `*${of}`).join(', ');
      lines.push(`${name}: &${name} [${uses}]`);
    }
    expect(problemsOf(readDocument(lines.join('\n'), 'f.yaml'))).toMatchObject([
      { code: 'too-many-aliases' },
    ]);
  });

  it.each(['[', '{a: ', '- ', '? '])('refuses a tower of %j', (step) => {
    const problems = problemsOf(readDocument(step.repeat(50_000), 'f.yaml'));
    expect(problems).toMatchObject([{ code: 'too-deep' }]);
  });

  it('refuses what is nested one level too deep, and no sooner', () => {
    const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(readDocument(nested(READ_LIMITS.depth), 'f.yaml').ok).toBe(true);
    expect(problemsOf(readDocument(nested(READ_LIMITS.depth + 1), 'f.yaml'))).toMatchObject([
      { code: 'too-deep' },
    ]);
  });

  it('refuses a hundred thousand keys, since each is compared with each', () => {
    const text = Array.from({ length: 100_000 }, (_, index) => `k${index}:`).join('\n');
    expect(problemsOf(readDocument(text, 'f.yaml'))).toMatchObject([{ code: 'too-large' }]);
  });

  it('lets a few aliases be', () => {
    const read = readDocument('a: &a { b: 1 }\nc: *a\nd: *a\n', 'f.yaml');
    expect(read).toMatchObject({ ok: true, value: { value: { a: { b: 1 }, c: { b: 1 }, d: { b: 1 } } } });
  });
});

describe('places', () => {
  const read = readDocument('a:\n  b: [x, { c: 12 }]\nd: &d { e: 1 }\nf: *d\ng:\n', 'f.yaml');
  const at = (path: readonly (string | number)[], points: 'key' | 'value') => {
    if (!read.ok) throw new Error('unreadable');
    const mistake = {
      code: 'x',
      severity: 'error',
      message: '',
      hints: [],
      path,
      points,
      piece: null,
    } as const;
    const where = read.value.problem(mistake).where;
    return [where?.line, where?.column, where?.length];
  };

  it.each([
    [['a', 'b', 1, 'c'], 'value', [2, 15, 2]],
    [['a', 'b', 1, 'c'], 'key', [2, 12, 1]],
    [['a', 'b', 0], 'value', [2, 7, 1]],
    [['f', 'e'], 'value', [3, 12, 1]],
    [['g'], 'value', [5, 1, 1]],
    [['a'], 'value', [1, 1, 1]],
    [['a', 'nowhere', 'at', 'all'], 'value', [1, 1, 1]],
    [[], 'value', [1, 1, 2]],
  ] as const)('finds %j (%s)', (path, points, place) => {
    expect(at(path, points)).toEqual(place);
  });
});
