/** Scenarios that can be read and still can't mean what they say. */
import { describe, expect, it } from 'vitest';
import { changed, FAULT, load, problemsOf, SOUND } from './samples.js';

describe('limits that a healthy day exceeds', () => {
  const withLimits = (limits: string): string => SOUND.replace('anthropic }', `anthropic, ${limits} }`);

  // 20 calls a second, each 300 ms and 60 tokens at 80/s: 1.05 s, so 21 are in work.
  it.each([
    [20, 'error', 'capacity-exceeded'],
    [21, 'error', 'capacity-exceeded'],
    [22, 'warning', 'capacity-tight'],
    [26, 'warning', 'capacity-tight'],
  ])('are told for %d at a time (%s)', (concurrent, severity, code) => {
    const problems = problemsOf(load(withLimits(`capacity: { concurrent: ${concurrent} }`)));
    expect(problems).toMatchObject([{ severity, code, where: { line: 3, column: 34 } }]);
    expect(problems[0]?.hints[0]).toContain('give it at least  concurrent: 27.');
  });

  it('are not told for 27 at a time, which are 78 % busy', () => {
    expect(problemsOf(load(withLimits('capacity: { concurrent: 27 }')))).toEqual([]);
  });

  it.each([
    ['quota: { requests: 1199/min }', 'requests'],
    ['quota: { tokens: 71999/min }', 'tokens'],
  ])('are told for %s', (limits, what) => {
    const problems = problemsOf(load(withLimits(limits)));
    expect(problems).toMatchObject([{ severity: 'error', code: 'quota-exceeded' }]);
    expect(problems[0]?.message).toContain(`${what} a minute`);
  });

  it('count only what needs the model', () => {
    const half = withLimits('capacity: { concurrent: 14 }').replace(
      'load:',
      '  note: { request: { path: /notes }, needsModel: false }\nload:',
    );
    expect(problemsOf(load(half))).toEqual([]);
  });

  it('are only a doubt for an upstream that may not be the first choice', () => {
    const second = changed('openai }', 'openai, capacity: { concurrent: 5 } }');
    expect(problemsOf(load(second))).toMatchObject([{ severity: 'warning', code: 'capacity-tight' }]);
  });
});

describe('doubts', () => {
  it.each([
    ['no-recovery', '  recovery: { for: 40s }\n', ''],
    ['no-token', '"{{prompt}}"', 'hello'],
    ['unknown-template', '"{{prompt}}"', '"{{prompt}} {{promt}}"'],
    ['hurt-baseline', '{ for: 20s }', '{ for: 20s, role: baseline, faults: [{ on: claude, fault: hang }] }'],
    ['same-variable', 'provider: openai', 'provider: anthropic'],
    ['unknowable-gate', '  recovery: { for: 40s }\n', 'expect: drain < 9s\n'],
  ])('leave the scenario valid: %s', (code, part, by) => {
    const loaded = load(changed(part, by));
    expect(loaded.ok).toBe(true);
    expect(problemsOf(loaded).map((problem) => problem.code)).toContain(code);
  });
});

describe('a timeline without any fault', () => {
  const calm = SOUND.slice(0, SOUND.indexOf('    faults:')) + '  recovery: { for: 40s }\n';

  it('has an outage that no fault reaches, if a phase is called so', () => {
    expect(problemsOf(load(calm))).toMatchObject([
      { code: 'phase-without-fault', where: { line: 13, column: 3 } },
    ]);
  });

  it('is only a doubt, if nothing claims to be an outage', () => {
    const loaded = load(calm.replace('outage:', 'day:').replace('recovery:', 'night:'));
    expect(loaded).toMatchObject({ ok: true, warnings: [{ code: 'no-outage' }] });
  });
});

describe('a fault for one journey', () => {
  const note = '  note: { request: { path: /notes }, needsModel: false }\nload:';
  const matching = (journey: string, more = ''): string =>
    SOUND.replace(FAULT, `{ on: claude, fault: hang, match: { journey: ${journey} }${more} }`);

  it('never fires where that journey needs no model', () => {
    const [problem] = problemsOf(load(matching('note').replace('load:', note)));
    expect(problem).toMatchObject({ severity: 'error', code: 'never-fires' });
    expect(problem?.message).toContain('"note" does not need the model');
  });

  it('never fires where that journey has no traffic', () => {
    const two = matching('other')
      .replace('load:', '  other: { request: { path: /other, json: { q: "{{prompt}}" } } }\nload:')
      .replace('rate: 20/s', 'rate: 20/s, mix: { ask: 1 }');
    const [problem] = problemsOf(load(two));
    expect(problem?.message).toContain('"other" has no traffic');
  });

  it('is taken where it may fire, and where it need not', () => {
    expect(problemsOf(load(matching('ask')))).toEqual([]);
    expect(problemsOf(load(matching('note', ', optional: true').replace('load:', note)))).toEqual([]);
  });
});
