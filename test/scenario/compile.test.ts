import { describe, expect, it } from 'vitest';
import { drawSchedule } from '../../src/catalog/arrivals/draw.js';
import { compilePlan, planText } from '../../src/scenario/compile.js';
import { planHash } from '../../src/scenario/plan-hash.js';
import type { Plan } from '../../src/model/plan.js';
import type { Scenario } from '../../src/model/scenario.js';
import { CONFIG, SOUND, changed, problemsOf, soundScenario } from './samples.js';

const INPUTS = { seed: 7421, quick: false, capacity: null };

function planOf(scenario: Scenario, inputs: Partial<typeof INPUTS> = {}): Plan {
  const compiled = compilePlan(scenario, { ...INPUTS, ...inputs });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

describe('a plan', () => {
  it('has phases and windows in times of the run', () => {
    const text = changed('share: 60% }', 'share: 60% }\n      - { on: gpt, fault: hang, at: 10s, for: 5s }');
    const plan = planOf(soundScenario(text));
    expect(plan.phases.map(({ name, opens, closes }) => [name, opens, closes])).toEqual([
      ['baseline', 0, 20_000],
      ['outage', 20_000, 60_000],
      ['recovery', 60_000, 100_000],
    ]);
    expect(
      plan.windows.map(({ id, phase, on, fault, opens, closes }) => [id, phase, on, fault, opens, closes]),
    ).toEqual([
      ['w1', 'outage', 'claude', 'status', 20_000, 60_000],
      ['w2', 'outage', 'gpt', 'hang', 30_000, 35_000],
    ]);
  });

  it('is the same bytes every time, and other bytes with another seed', () => {
    const texts = Array.from({ length: 5 }, () => planText(planOf(soundScenario())));
    expect(new Set(texts).size).toBe(1);
    expect(planText(planOf(soundScenario(), { seed: 1 }))).not.toBe(texts[0]);
  });

  it('does not depend on the order in which keys were written', () => {
    const turned = changed(
      'fault: status, status: 529, retryAfter: 5s',
      'retryAfter: 5s, status: 529, fault: status',
    );
    expect(planHash(planOf(soundScenario(turned)))).toBe(planHash(planOf(soundScenario())));
  });

  it('is read back from its own text', () => {
    const plan = planOf(soundScenario());
    expect(JSON.parse(planText(plan))).toEqual(plan);
  });

  it('keeps its arrivals as a rule, a count and a hash that can be drawn again', () => {
    const plan = planOf(soundScenario());
    expect(plan.arrivals).toMatchObject({ kind: 'open', rule: 'poisson', count: drawSchedule(plan).count });
    // 20 a second for 100 s: 2000 expected, standard deviation 44.7
    expect(drawSchedule(plan).count).toBeGreaterThan(2000 - 5 * 44.8);
    expect(drawSchedule(plan).count).toBeLessThan(2000 + 5 * 44.8);
  });

  it('moves no arrival when a fault is added', () => {
    const more = changed('share: 60% }', 'share: 60% }\n      - { on: gpt, fault: hang }');
    expect(planOf(soundScenario(more)).arrivals).toEqual(planOf(soundScenario()).arrivals);
  });

  it('tells by its hash whether the scenario was the same', () => {
    const hash = (text: string, quick = false) => planOf(soundScenario(text), { quick }).scenario.hash;
    expect(hash(SOUND)).toMatch(/^[0-9a-f]{64}$/);
    expect(hash(SOUND, true)).toBe(hash(SOUND));
    expect(hash(changed('529', '503'))).not.toBe(hash(SOUND));
  });

  it('has no arrivals for users who wait for their answers', () => {
    expect(planOf(soundScenario(changed('rate: 20/s', 'users: 5'))).arrivals).toEqual({ kind: 'closed' });
  });

  it('gives a phase its own load', () => {
    const plan = planOf(soundScenario(changed('for: 40s\n', 'for: 40s\n    load: { rate: 60/s }\n')));
    expect(plan.phases.map(({ load }) => load.kind === 'open' && load.rate)).toEqual([
      { kind: 'per-second', value: 20 },
      { kind: 'per-second', value: 60 },
      { kind: 'per-second', value: 20 },
    ]);
  });
});

describe('a rate that is a share of the capacity', () => {
  const scenario = soundScenario(changed('rate: 20/s', 'rate: 30% of capacity'));

  it('needs the capacity', () => {
    expect(compilePlan(scenario, INPUTS)).toMatchObject({
      ok: false,
      problems: [{ code: 'capacity-unknown' }],
    });
  });

  it('becomes so many a second, and the capacity stays an input', () => {
    const compiled = compilePlan(scenario, { ...INPUTS, capacity: 50 });
    expect(compiled).toMatchObject({
      ok: true,
      value: {
        inputs: { quick: false, capacity: 50 },
        phases: [{ load: { kind: 'open', rate: { kind: 'per-second', value: 15 } } }, {}, {}],
      },
    });
  });

  it('is measured against the limits of the provider then', () => {
    const limited = changed('rate: 20/s', 'rate: 30% of capacity').replace(
      'anthropic }',
      'anthropic, capacity: { concurrent: 10 } }',
    );
    const compiled = compilePlan(soundScenario(limited), { ...INPUTS, capacity: 100 });
    expect(problemsOf(compiled)).toMatchObject([{ code: 'capacity-exceeded', where: null }]);
  });
});

describe('limits', () => {
  it('hold for every plan', () => {
    expect(planOf(soundScenario()).limits).toEqual({
      drain: 10_000,
      bodyBytes: 1_048_576,
      inbounds: 2_000_000,
      attempts: 10_000_000,
      // 20/s times 30 s of patience times 1.2
      openSockets: 720,
    });
  });

  it.each([
    ['rate: 1/s', 64],
    ['rate: 100000/min', 50_000],
    ['users: 500', 600],
  ])('give %s so many sockets: %d', (load, sockets) => {
    expect(planOf(soundScenario(changed('rate: 20/s', load))).limits.openSockets).toBe(sockets);
  });

  it('refuse a plan of millions before it is drawn', () => {
    const compiled = compilePlan(soundScenario(changed('rate: 20/s', 'rate: 20001/s')), INPUTS);
    expect(compiled).toMatchObject({ ok: false, problems: [{ code: 'too-many-inbounds' }] });
  });

  it('refuse a plan of days', () => {
    const long = changed('recovery: { for: 40s }', 'recovery: { for: 25h }').replace('20/s', '1/min');
    expect(compilePlan(soundScenario(long), INPUTS)).toMatchObject({
      ok: false,
      problems: [{ code: 'too-long' }],
    });
  });
});

describe('quick', () => {
  const quick = (text: string, config: string | null = null) => {
    const compiled = compilePlan(soundScenario(text, config), { ...INPUTS, quick: true });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
    return compiled;
  };

  it('plays 8, 12 and 10 s', () => {
    expect(quick(SOUND).value.phases.map(({ opens, closes }) => [opens, closes])).toEqual([
      [0, 8000],
      [8000, 20_000],
      [20_000, 30_000],
    ]);
  });

  it.each([
    // Four deadlines, less the 10 s of the recovery.
    ['5s', 10_000],
    ['8s', 22_000],
    ['10s', 30_000],
    ['20s', 30_000],
  ])('with a deadline of %s waits at the end until a hang can be told, at most %d ms', (deadline, drain) => {
    const text = changed('deadline: 3s', `deadline: ${deadline}`);
    expect(quick(text).value.limits.drain).toBe(drain);
    expect(planOf(soundScenario(text)).limits.drain).toBe(10_000);
  });

  it('shares the seconds of a role out among its phases, exactly', () => {
    const text = changed(
      '  recovery:',
      '  gap: { for: 10s, load: { rate: 9/s } }\n  again: { for: 20s, faults: [{ on: gpt, fault: hang, at: 7s, for: 7s }] }\n  recovery:',
    );
    const { phases, windows } = quick(text).value;
    // 40, 10 and 20 s of 70 in 12 s
    expect(phases.map(({ closes }) => closes)).toEqual([8000, 14_857, 16_571, 20_000, 30_000]);
    expect(windows.map(({ opens, closes }) => [opens, closes])).toEqual([
      [8000, 14_857],
      [17_771, 18_971],
    ]);
  });

  it('never makes a phase longer', () => {
    const short = changed('baseline: { for: 20s }', 'baseline: { for: 5s }');
    expect(quick(short).value.phases[0]?.closes).toBe(5000);
  });

  it('shrinks a ramp with its window', () => {
    const text = changed('share: 60%', 'share: { from: 0%, to: 100%, over: 20s }');
    expect(quick(text).value.windows[0]?.share).toEqual({ from: 0, to: 1, over: 6000 });
  });

  it('says nothing when all constants fit', () => {
    expect(quick(SOUND).warnings).toEqual([]);
  });

  it.each([
    ['deadline: 3s', 'deadline: 9s\n    patience: 10s', 'ask: its deadline of 9s does not fit into 8s'],
    ['deadline: 3s', 'patience: 33s\n    deadline: 1s', 'ask: its patience of 33s does not fit into 32s'],
    [
      'share: 60%',
      'flapping: { on: 7s, off: 7s }',
      'status on claude: its period of 14s does not fit into 12s',
    ],
    [
      'share: 60%',
      'burst: { every: 20s, for: 1s }',
      'status on claude: its period of 20s does not fit into 12s',
    ],
    ['retryAfter: 5s', 'retryAfter: 15s', 'status on claude: its Retry-After of 15s does not fit into 12s'],
  ])('names the constant that no longer fits: %s → %s', (part, by, says) => {
    const { warnings } = quick(changed(part, by));
    expect(warnings).toMatchObject([{ code: 'quick-misfit', severity: 'warning' }]);
    expect(warnings[0]?.hints[0]).toBe(says);
  });

  it('does not blame itself for what never fitted', () => {
    expect(quick(changed('retryAfter: 5s', 'retryAfter: absurd')).warnings).toEqual([]);
  });

  it('takes journeys from the config as they are', () => {
    expect(quick(SOUND, CONFIG).value.journeys.map(({ deadline }) => deadline)).toEqual([3000, 5000, 2000]);
  });
});
