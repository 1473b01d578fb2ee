import { describe, expect, test } from 'vitest';
import { annotateError, annotateProblem, annotateVerdict } from '../../../src/entry/cli/annotations.js';
import { BrownoutError, type Ending, type Problem } from '../../../src/model/problem.js';
import type { RunVerdict, Scorecard } from '../../../src/model/scorecard.js';

const HERE = process.cwd();

function heard(
  act: (door: Parameters<typeof annotateError>[0]) => void,
  env: Record<string, string> = { GITHUB_ACTIONS: 'true' },
): string {
  const said: string[] = [];
  act({ env, cwd: HERE, err: (text) => void said.push(text) });
  return said.join('');
}

function problem(file: string, message: string): Problem {
  const where = { file, line: 3, column: 7, length: 2, excerpt: [] };
  return { code: 'unknown-key', severity: 'error', message, where, hints: [] };
}

function card(verdict: RunVerdict): Scorecard {
  return {
    ...{ format: 1, rubric: 'v0', scenario: 'hard-down', subject: 'shop, staging', seed: 1, verdict },
    ...{ because: '1 of 2 gates failed', sentence: '', grade: 'C', score: 60, interval: null, unseen: null },
    ...{ confidence: { level: 'high', because: [] }, dimensions: [], terms: [], caps: [], measurements: [] },
    ...{ findings: [], totals: [] },
    gates: [
      { text: 'grade >= B', verdict: 'fail', because: 'it is C: 60 of 100, 90% wanted' },
      { text: 'lie-share <= 0', verdict: 'pass', because: 'it is 0' },
    ],
  };
}

describe('a mistake in a file', () => {
  test('is shown at its place, from the root of the checkout', () => {
    const workspace = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: `${HERE}/src` };
    const said = problem('src/model/problem.ts', 'there is no key "fautls"');
    expect(heard((door) => annotateProblem(door, said))).toBe(
      '::error file=src/model/problem.ts,line=3,col=7::there is no key "fautls"\n',
    );
    expect(heard((door) => annotateProblem(door, said), workspace)).toContain('file=model/problem.ts,');
  });

  test('says its place where it lies in no file of the checkout', () => {
    for (const file of ['scenarios/of-ours.yaml', '/etc/hostname']) {
      expect(heard((door) => annotateProblem(door, problem(file, 'no')))).toBe(`::error::${file}:3:7  no\n`);
    }
  });

  test('cannot write a second command, whatever it says', () => {
    const said = heard((door) => annotateProblem(door, problem('package.json', '50%\r\n::set-env::x')));
    expect(said).toBe('::error file=package.json,line=3,col=7::50%25%0D%0A::set-env::x\n');
  });

  test('is a warning where it is only to think about, and needs no place', () => {
    const warning = { ...problem('x', 'hm'), severity: 'warning', where: null } as const;
    expect(heard((door) => annotateProblem(door, warning))).toBe('::warning::hm\n');
  });
});

describe('a run that could not be finished', () => {
  test.each<readonly [Ending, string]>([
    ['not-testable', '::error::the app died\n'],
    ['inconclusive', '::warning::the app died\n'],
    ['interrupted', ''],
  ])('that ended as %s', (ending, said) => {
    const error = new BrownoutError({ code: 'x', ending, message: 'the app died' });
    expect(heard((door) => annotateError(door, error))).toBe(said);
  });
});

describe('a verdict', () => {
  test('names each gate that failed, and escapes the title', () => {
    expect(heard((door) => annotateVerdict(door, card('fail')))).toBe(
      '::error title=shop%2C staging in hard-down::gate grade >= B: it is C: 60 of 100, 90%25 wanted\n',
    );
  });

  test('is a warning where it is not known, an error where nothing could be tested, and silent when passed', () => {
    expect(heard((door) => annotateVerdict(door, card('inconclusive')))).toMatch(/^::warning .*1 of 2 gates/);
    expect(heard((door) => annotateVerdict(door, card('invalid')))).toMatch(/^::error .*Not testable/);
    expect(heard((door) => annotateVerdict(door, card('pass')))).toBe('');
  });

  test('is told to nobody outside of GitHub', () => {
    expect(heard((door) => annotateVerdict(door, card('fail')), {})).toBe('');
  });
});
