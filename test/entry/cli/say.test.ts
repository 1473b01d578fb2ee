import { describe, expect, it } from 'vitest';
import type { Door } from '../../../src/entry/cli/door.js';
import { sayError, sayProblems } from '../../../src/entry/cli/say.js';
import { BrownoutError, type Problem } from '../../../src/model/problem.js';
import { memoryDoor } from '../../support/door.js';

const LONG = `  outage: { for: 40s, faults: [ { on: claude, fault: status, status: 529, share: 60%, retryafter: 5s } ] }`;

function said(text: string, word: string, columns: number): readonly string[] {
  const style = { colour: false, unicode: true, columns };
  let err = '';
  const door: Door = {
    out: () => undefined,
    err: (line) => void (err += line),
    env: {},
    cwd: '/',
    ...{ style, errStyle: style, live: false },
    signal: new AbortController().signal,
    wallTime: () => new Date(0),
  };
  const column = text.indexOf(word) + 1;
  const where = { file: 'storm.yaml', line: 7, column, length: word.length, excerpt: [{ line: 7, text }] };
  const problem: Problem = { severity: 'error', code: 'x', message: 'unknown key', where, hints: [] };
  sayProblems(door, [problem]);
  return err.split('\n').filter((line) => line.includes('|'));
}

describe('the line of a mistake', () => {
  it.each([40, 60, 80, 120])('keeps within %d columns, with the caret below what it means', (columns) => {
    for (const word of ['outage', '529', 'retryafter']) {
      const [line = '', caret = ''] = said(LONG, word, columns);
      expect(line.length).toBeLessThanOrEqual(columns);
      const from = caret.indexOf('^');
      expect(line.slice(from, from + word.length)).toBe(word);
      expect(caret.slice(from)).toBe('^'.repeat(word.length));
    }
  });

  it('finds its word far to the right too', () => {
    const [line = '', caret = ''] = said(`${' '.repeat(400)}oops: 1`, 'oops', 80);
    expect(line.slice(caret.indexOf('^'))).toBe('oops');
  });
});

describe('a message of several lines', () => {
  const told = `it is so\n\nThe app ${'was asked '.repeat(12)}\n  | ${'x'.repeat(90)} y`;

  function lines(live: boolean): readonly string[] {
    const { door, heard } = memoryDoor();
    const error = new BrownoutError({ code: 'x', ending: 'usage', message: told });
    sayError({ ...door, live }, error);
    return heard.err.trimEnd().split('\n');
  }

  it('is folded in a window, except for what the app said', () => {
    const [, blank, ...rest] = lines(true);
    expect(blank).toBe('');
    expect(rest.filter((line) => line.length > 80)).toEqual([`    | ${'x'.repeat(90)} y`]);
    expect(rest.filter((line) => line.startsWith('  ')).length).toBe(rest.length);
  });

  it('keeps its lines in a log', () => {
    expect(lines(false)).toHaveLength(4);
  });
});
