import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../src/scenario/compile.js';
import type { Plan } from '../../src/model/plan.js';
import { CONFIG, SOUND, changed, load, marked, problemsOf, soundScenario } from './samples.js';

/** The sound file, with more in its outage. */
function withCohort(written: string): string {
  return changed('    for: 40s\n', `    for: 40s\n    cohort: ${written}\n`);
}

function planOf(text: string, quick = false, config: string | null = null): Plan {
  const compiled = compilePlan(soundScenario(text, config), { seed: 7, quick, capacity: null });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

const FULL = '{ at: 10s, size: 80, within: 40ms, hold: 2s, on: gpt, journey: ask, fails: reset }';

describe('a cohort', () => {
  it('is planned in times of the run, after everybody else', () => {
    const { cohorts, arrivals } = planOf(withCohort(FULL));
    expect(cohorts).toEqual([
      {
        ...{ id: 'c1', phase: 'outage', on: 'gpt', journey: 'ask', size: 80 },
        ...{ opens: 30_000, within: 40, fails: 32_040 },
        firstInbound: arrivals.kind === 'open' ? arrivals.count : 0,
      },
    ]);
  });

  it('has a window for the first attempts of its users, who are answered at one moment', () => {
    const { windows } = planOf(withCohort(FULL));
    expect(windows.map(({ id, fault }) => [id, fault])).toEqual([
      ['w1', 'status'],
      ['w2', 'cut'],
    ]);
    expect(windows[1]).toEqual({
      ...{ id: 'w2', phase: 'outage', on: 'gpt', fault: 'cut', params: { after: 'nothing', how: 'reset' } },
      share: { from: 1, to: 1, over: 0 },
      schedule: { kind: 'constant' },
      match: {
        ...{ model: null, stream: null, journey: null, header: {} },
        attempt: { from: 1, to: 1 },
        cohort: 'c1',
      },
      ...{ opens: 30_000, closes: 32_041, release: false, optional: false, together: 32_040 },
    });
    expect(windows[0]?.together).toBeNull();
  });

  it('is fifty users of the first upstream and of a journey that needs the model, who meet an overload', () => {
    const { cohorts, windows } = planOf(withCohort('{}'), false, CONFIG);
    expect(cohorts).toMatchObject([
      { on: 'claude', journey: 'ask', size: 50, opens: 20_000, within: 20, fails: 21_020 },
    ]);
    expect(windows[1]).toMatchObject({ on: 'claude', fault: 'status', params: { status: 529 } });
  });

  it('may be one of several, each numbered on after the one before', () => {
    const { cohorts, windows } = planOf(withCohort('[{ size: 10 }, { at: 20s, size: 5 }]'));
    const [first, second] = cohorts;
    expect(cohorts.map(({ id, size }) => [id, size])).toEqual([
      ['c1', 10],
      ['c2', 5],
    ]);
    expect(second?.firstInbound).toBe((first?.firstInbound ?? 0) + 10);
    expect(windows.map(({ match }) => match.cohort)).toEqual([null, 'c1', 'c2']);
  });

  it('is numbered beyond all others where users wait for their answers', () => {
    const text = withCohort('{}').replace('rate: 20/s', 'users: 5');
    expect(planOf(text).cohorts[0]?.firstInbound).toBe(1e9);
  });

  it('makes an outage of its phase, moves no arrival and finds its sockets', () => {
    const alone = withCohort('{ size: 1000 }').replace(/ {4}faults:\n.*\n/, '');
    const [together, without] = [planOf(alone), planOf(SOUND)];
    expect(together.phases.map(({ role }) => role)).toEqual(['baseline', 'outage', 'recovery']);
    expect(together.arrivals).toEqual(without.arrivals);
    expect(together.limits.openSockets - without.limits.openSockets).toBe(1200);
  });

  it('keeps its hold in a quick run, comes earlier for it, and says where it does not fit', () => {
    expect(planOf(withCohort('{ at: 38s, hold: 2s, within: 0ms }'), true).cohorts).toMatchObject([
      { opens: 18_000, fails: 20_000 },
    ]);
    const compiled = compilePlan(soundScenario(withCohort('{ hold: 15s }')), {
      seed: 7,
      quick: true,
      capacity: null,
    });
    expect(problemsOf(compiled)[0]?.hints).toContain(
      'cohort on claude: its hold of 15.02s does not fit into 12s',
    );
  });
});

const MISTAKES: readonly (readonly [string, string, string])[] = [
  ['unknown-upstream', '{ on: «cloude» }', 'did you mean "claude"?'],
  ['unknown-journey', '{ journey: «aks» }', 'did you mean "ask"?'],
  ['unknown-key', '{ «sise»: 5 }', 'did you mean "size"?'],
  ['unknown-key', '[{}, { «sise»: 5 }]', 'did you mean "size"?'],
  ['bad-value', '{ size: «1» }', ''],
  ['bad-value', '{ size: «1001» }', ''],
  ['bad-value', '{ hold: «0s» }', ''],
  ['bad-value', '{ fails: «rest» }', ''],
  ['unknown-fault', '{ fails: { fault: «statsu» } }', 'did you mean "status"?'],
  ['no-failure', '{ fails: { fault: «latency», by: 100ms } }', 'Those that do: auth-rejected, '],
  ['no-failure', '{ fails: { fault: «hang» } }', 'fails: reset'],
  ['unknown-key', '{ fails: { fault: status, status: 503, «retryAftr»: 5s } }', 'did you mean "retryAfter"?'],
  [
    'unknown-key',
    '{ fails: { fault: status, status: 503, «share»: 50% } }',
    'A fault of kind "status" takes: status',
  ],
  ['bad-value', '{ fails: { fault: status, status: «200» } }', ''],
  ['window-outside', '{ at: «41s» }', 'make the phase longer'],
  ['window-outside', '{ at: 39s, hold: «1s» }', 'hold them for less time'],
  ['window-outside', '[{}, { at: 39s, hold: «1s» }]', 'hold them for less time'],
];

describe('a mistake in a cohort', () => {
  it.each(MISTAKES)('is located and explained: %s in %s', (code, cohort, hint) => {
    const { text, line, column, length } = marked(withCohort(cohort));
    const [problem, ...more] = problemsOf(load(text));
    expect([problem?.code, more]).toEqual([code, []]);
    expect(problem?.hints.join('\n')).toContain(hint);
    expect(problem?.where).toMatchObject({ line, column, length });
  });

  it('does not hide another', () => {
    const both = withCohort('{ size: 1, fails: { fault: statsu } }');
    expect(problemsOf(load(both)).map(({ code }) => code)).toEqual(['bad-value', 'unknown-fault']);
  });

  it('is told where its users would never call the model, or a failure has no fault', () => {
    expect(problemsOf(load(withCohort('{ journey: save-note }'), CONFIG)).map(({ code }) => code)).toEqual([
      'never-fires',
    ]);
    const [problem] = problemsOf(load(withCohort('{ fails: { status: 503 } }')));
    expect(problem).toMatchObject({ code: 'missing-key', message: 'missing key "fault"' });
    expect(problem?.hints.join()).toContain('fails: reset');
  });
});
