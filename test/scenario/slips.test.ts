/** Slips that were once taken without a word, or told in words that don't help. */
import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../src/scenario/compile.js';
import { changed, FAULT, load, marked, problemsOf, SOUND, soundScenario } from './samples.js';

const FAULTS = `    faults:\n      - ${FAULT}`;
const JOURNEY = '    deadline: 3s';
const LOAD = 'load: { rate: 20/s }';
const CLAUDE = '{ provider: anthropic }';
const TITLES = 'name: storm';

type Slip = readonly [code: string, part: string, by: string, hint: string];

/** What is wrong, where (between « and »), and a hint that must be given. */
const ERRORS: readonly Slip[] = [
  // names that JavaScript has plans with
  ['reserved-key', '  gpt:', '  «__proto__»:', 'another name'],
  ['reserved-key', '"{{prompt}}" }', '"{{prompt}}", «__proto__»: { a: 1 } }', 'another name'],
  ['merge-key', '{ for: 20s }', '{ «<<»: { for: 20s } }', 'by its alias'],
  // what Node would refuse in the middle of a run
  ['bad-name', '529, ', '529, headers: { «"x y"»: z }, ', ''],
  ['bad-value', '529, ', '529, headers: { x-a: «"a\\nb"» }, ', ''],
  ['bad-name', '/ask, ', '/ask, headers: { «"x y"»: z }, ', ''],
  ['bad-value', '/ask, ', '/ask, headers: { x-a: «日本» }, ', ''],
  ['bad-value', JOURNEY, `${JOURNEY}\n    degraded: { header: «"x y"» }`, ''],
  ['bad-name', CLAUDE, '{ provider: anthropic, env: { «"A=B"»: x } }', ''],
  ['bad-value', CLAUDE, '{ provider: anthropic, env: { A: «"a\\0b"» } }', ''],
  ['bad-value', 'path: /ask', 'path: «"/ask#part"»', ''],
  // what the app would be told
  ['unknown-template', CLAUDE, '{ provider: anthropic, env: { A: «"{{ulr}}"» } }', 'did you mean "url"?'],
  [
    'same-variable',
    `${CLAUDE}\n  gpt: { provider: openai }`,
    '{ provider: anthropic, env: { A: "{{url}}" } }\n  gpt: { provider: openai, env: { «A»: "{{url}}" } }',
    'for each',
  ],
  // what users do
  ['conflicting-keys', LOAD, 'load: { rate: 20/s, «think»: 1s }', 'Take it out.'],
  ['conflicting-keys', LOAD, 'load: { «think»: 1s }', 'Take it out.'],
  ['no-weight', JOURNEY, `${JOURNEY}\n    weight: «0»`, 'Leave "weight" out'],
  ['bad-value', JOURNEY, `${JOURNEY}\n    degraded: { status: «99» }`, ''],
  ['conflicting-keys', JOURNEY, `${JOURNEY}\n    degraded: { status: 203, «value»: 5 }`, 'Take it out.'],
  ['bad-schema', '/answer }', '/answer, schema: { type: «strng» } }', 'did you mean "string"?'],
  ['bad-schema', '/answer }', '/answer, schema: { items: { $ref: «"#/nope"» } } }', 'a place in this schema'],
  ['bad-schema', '/answer }', '/answer, schema: «words» }', 'For example'],
  // faults and toxics in each other's place
  ['unknown-fault', FAULT, '{ on: claude, fault: «bandwidth», rate: 20KB/s }', 'a toxic of the connections'],
  ['unknown-fault', FAULT, '{ on: claude, fault: «down» }', 'a toxic of the connections'],
  ['misplaced', FAULT, '{ on: claude, «toxic»: down }', 'Move it:  network:'],
  ['misplaced', FAULTS, '    network:\n      - { on: claude, «fault»: hang }', 'Move it:  faults:'],
  ['unknown-key', FAULT, '{ on: claude, fault: hang, «ramp»: 5s }', 'Every fault takes: on, fault, share'],
  ['bad-value', FAULTS, '    network:\n      - { on: claude, toxic: packet_loss, loss_rate: «5» }', ''],
  // quantities
  ['bad-value', '{ for: 20s }', '{ for: «20s20s» }', ''],
  ['bad-value', '{ for: 20s }', '{ for: «30s1m» }', ''],
  ['bad-value', 'share: 60%', 'flapping: «5s»', 'Flapping takes: on, off.'],
  ['bad-value', '{ for: 20s }', '«20s»', 'A phase takes: for, role'],
  // gates
  ['impossible-gate', TITLES, `${TITLES}\nexpect: «score > 100»`, 'lies between 0 and 100'],
  ['impossible-gate', TITLES, `${TITLES}\nexpect: «full-share > 100%»`, 'lies between 0% and 100%'],
  ['impossible-gate', TITLES, `${TITLES}\nexpect: [{ that: «amplification < 0» }]`, 'is never below 0'],
  ['bad-gate', TITLES, `${TITLES}\nexpect: «score => 75»`, 'At least is written >='],
  ['bad-gate', TITLES, `${TITLES}\nexpect: «score >=»`, 'For example'],
  ['bad-gate', TITLES, `${TITLES}\nexpect: «latency.p100 < 3s»`, 'up to p99.99'],
  [
    'conflicting-keys',
    TITLES,
    `${TITLES}\nexpect: [{ that: latency.p95 < 3s during outage, «during»: baseline }]`,
    'Take one of them out.',
  ],
  ['never-fires', TITLES, `${TITLES}\nabort: full-share < 10% «for 40s»`, 'could never stop the run'],
  ['never-fires', TITLES, `${TITLES}\nabort: full-share < 10% «for 20s» during baseline`, 'could never stop'],
  // scopes that a measure doesn't know
  [
    'idle-scope',
    TITLES,
    `${TITLES}\nexpect: full-share > 90% «upstream gpt»`,
    'narrows it: during, journey.',
  ],
  [
    'idle-scope',
    TITLES,
    `${TITLES}\nexpect: [{ that: peak-load < 2, journey: «ask» }]`,
    'narrows it: during, upstream.',
  ],
  ['idle-scope', TITLES, `${TITLES}\nexpect: recovery-time < 30s «during outage»`, 'narrows it: journey.'],
];

describe('a slip', () => {
  it.each(ERRORS)('%s is told: %s → %s', (code, part, by, hint) => {
    const { text, line, column, length } = marked(SOUND.replace(part, () => by));
    const problems = problemsOf(load(text)).filter(({ severity }) => severity === 'error');
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.where).toMatchObject({ line, column, length });
    expect(problems[0]?.hints.join('\n')).toContain(hint);
  });

  it.each([
    ['idle-gate', TITLES, `${TITLES}\nexpect: score >= 0`],
    ['idle-gate', TITLES, `${TITLES}\nexpect: hang-share <= 100%`],
    ['cut-short', 'share: 60%', 'share: { from: 0%, to: 100%, over: 41s }'],
    ['cut-short', 'share: 60%', 'flapping: { on: 41s, off: 1s }'],
    ['cut-short', 'share: 60%', 'burst: { every: 41s, for: 1s }'],
    ['unknowable-gate', TITLES, `${TITLES}\nexpect: lost-writes <= 1%`],
    ['unknowable-gate', TITLES, `${TITLES}\nexpect: queue-loss <= 1%`],
    ['unknowable-gate', TITLES, `${TITLES}\nexpect: herd-pressure < 3`],
    ['unknowable-gate', TITLES, `${TITLES}\nexpect: bystander-failure-share < 1%`],
    ['unknowable-gate', '  gpt: { provider: openai }', '\nexpect: failover-time < 5s'],
    ['idle-schema', '/answer }', '/answer, schema: { type: string, pattern: "^a" } }'],
  ])('%s is a doubt: %s → %s', (code, part, by) => {
    const loaded = load(changed(part, by));
    expect(loaded.ok).toBe(true);
    expect(problemsOf(loaded).map((problem) => problem.code)).toEqual([code]);
  });

  it.each([
    [
      TITLES,
      `${TITLES}\nexpect: [score >= 100, full-share >= 100%, utility >= 0%, recovery-time < 30s during recovery]`,
    ],
    [TITLES, `${TITLES}\nabort: full-share < 10% for 39s`],
    ['share: 60%', 'share: { from: 0%, to: 100%, over: 40s }'],
    ['share: 60%', 'flapping: { on: 40s, off: 1s }'],
    ['/answer }', '/answer, schema: { $ref: "#/$defs/a", $defs: { a: { type: [string, "null"] } } } }'],
    [JOURNEY, `${JOURNEY}\n    effects: { readBack: "/notes?text={{ id }}" }`],
    ['529, ', '529, headers: { x-a: é, content-length: 5 }, '],
    [CLAUDE, '{ provider: anthropic, env: { A: "{{url}} {{host}} {{port}} {{ key }}" } }'],
    ['{ for: 20s }', '{ for: 1m30s500ms }'],
  ])('is none: %s → %s', (part, by) => {
    expect(problemsOf(load(changed(part, by)))).toEqual([]);
  });

  it('is told with what was found, be it no number that JSON has', () => {
    const [problem] = problemsOf(load(changed('{ for: 20s }', '{ for: .inf }')));
    expect(problem?.message).toMatch(/found \.inf$/);
  });

  it('is told in a few words, however long its own are', () => {
    const [problem] = problemsOf(load(`${SOUND}${'k'.repeat(1000)}: 1\n`));
    expect(problem?.message).toMatch(/^unknown key "k+…$/);
    expect(problem?.message.length).toBeLessThan(250);
  });
});

it('gives no traffic to a journey that the mix leaves out, whatever objects are born with', () => {
  const twice = changed(
    'journeys:\n',
    'journeys:\n  constructor: { request: { path: /x, text: "{{id}}" } }\n',
  );
  const { journeys } = soundScenario(twice.replace('20/s', '20/s, mix: { ask: 1 }'));
  expect(journeys.map(({ name, traffic }) => [name, traffic])).toEqual([
    ['constructor', 0],
    ['ask', 1],
  ]);
});

it.each([
  [50_000, true],
  [50_001, false],
])('keeps %i users waiting at once: %s', (users, ok) => {
  const scenario = soundScenario(changed('rate: 20/s', `users: ${users}`));
  const plan = compilePlan(scenario, { seed: 1, quick: false, capacity: null });
  expect(plan.ok).toBe(ok);
  if (!ok) expect(problemsOf(plan).map(({ code }) => code)).toEqual(['too-many-users']);
});
