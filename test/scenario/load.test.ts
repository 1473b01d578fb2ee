import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../src/scenario/compile.js';
import { loadScenario } from '../../src/scenario/load.js';
import { CONFIG, SOUND, changed, load, marked, problemsOf, soundScenario } from './samples.js';

const FAULT = '{ on: claude, fault: status, status: 529, retryAfter: 5s, share: 60% }';
const JSON_BODY = 'json: { question: "{{prompt}}" }';

/** What is wrong, where (between « and »), and a hint that must be given. */
const MISTAKES: readonly (readonly [code: string, part: string, by: string, hint: string])[] = [
  // the shape
  ['unknown-key', 'retryAfter: 5s', '«retryafter»: 5s', 'did you mean "retryAfter"?'],
  ['unknown-key', 'load:', '«laod»: {}\nload:', 'did you mean "load"?'],
  ['unknown-key', 'deadline: 3s', 'deadline: 3s\n    «dead-line»: 4s', 'did you mean "deadline"?'],
  ['unknown-key', '{ provider: openai }', '{ provider: openai, «modle»: {} }', 'did you mean "model"?'],
  ['unknown-key', '{ rate: 20/s }', '{ rate: 20/s, «arival»: x }', 'did you mean "arrivals"?'],
  [
    'unknown-key',
    'answer: { at: /answer }',
    'answer: { at: /answer, «surives»: none }',
    'An answer takes: at',
  ],
  ['unknown-key', 'for: 40s\n', 'for: 40s\n    «rôle»: outage\n', 'A phase takes: for, role'],
  ['missing-key', '  recovery: { for: 40s }', '  «recovery»: { load: { rate: 1/s } }', 'expected a duration'],
  ['missing-key', FAULT, '«{ on: claude, fault: status }»', 'A fault of kind "status" takes: status'],
  ['missing-key', FAULT, '«{ fault: hang }»', 'Name of the upstream that it hurts.'],
  ['bad-value', '{ for: 20s }', '{ for: «20» }', ''],
  ['bad-value', 'rate: 20/s', 'rate: «fast»', ''],
  ['bad-value', 'share: 60%', 'share: «160%»', ''],
  ['bad-value', 'status: 529', 'status: «99»', ''],
  ['bad-value', '{ for: 20s }', '{ for: 20s, role: «baselin» }', 'did you mean "baseline"?'],
  ['bad-value', 'path: /ask', 'path: «ask»', ''],
  ['bad-value', 'path: /ask', 'path: «//127.0.0.1:18777/ask»', ''],
  ['bad-value', 'path: /ask', 'path: «"/ask me"»', ''],
  ['bad-value', 'path: /ask', 'path: «/ärger»', ''],
  ['bad-value', '{ at: /answer }', '{ at: «answer» }', ''],
  ['bad-value', '{ at: /answer }', '«12»', ''],
  ['bad-value', 'deadline: 3s', 'deadline: «${DEADLINE}»', '${VAR} is filled in when something is sent'],
  ['bad-value', 'deadline: 3s', 'stream: «sses»', 'did you mean "sse"?'],
  ['bad-value', 'share: 60%', 'share: { from: «lots», to: 1 }', ''],
  ['bad-name', '  recovery:', '  «2nd recovery»:', ''],
  ['conflicting-keys', JSON_BODY, `${JSON_BODY}, «text»: hello`, 'Take one of them out.'],
  ['conflicting-keys', 'rate: 20/s', 'rate: 20/s, «users»: 5', 'rate: 20/s lets them arrive without waiting'],
  ['conflicting-keys', 'rate: 20/s', 'users: 5, «arrivals»: poisson', 'Take it out.'],
  ['conflicting-keys', 'share: 60%', 'flapping: { on: 1s, off: 1s }, «first»: 3', 'write the fault twice'],
  [
    'conflicting-keys',
    'deadline: 3s',
    'degraded: «{ header: x, status: 203 }»',
    'Give several markers as a list',
  ],
  // names
  ['unknown-fault', 'fault: status', 'fault: «statsu»', 'did you mean "status"?'],
  ['unknown-provider', 'provider: openai', 'provider: «opanai»', 'did you mean "openai"?'],
  ['unknown-upstream', 'on: claude', 'on: «cluade»', 'did you mean "claude"?'],
  ['unknown-journey', FAULT, '{ on: claude, fault: hang, match: { journey: «aks» } }', 'did you mean "ask"?'],
  ['unknown-journey', 'rate: 20/s', 'rate: 20/s, mix: { ask: 1, «note»: 2 }', 'There are: ask.'],
  ['unknown-arrivals', 'rate: 20/s', 'rate: 20/s, arrivals: «poison»', 'did you mean "poisson"?'],
  // gates
  ['unknown-measure', 'phases:', 'expect: ["«amplificaton» <= 2"]\nphases:', 'did you mean "amplification"?'],
  ['unknown-measure', 'phases:', 'expect: "«speed» > 2"\nphases:', 'brownout list measures'],
  ['bad-quantile', 'phases:', 'expect: ["«latency» < 3s"]\nphases:', 'latency.p95'],
  ['bad-quantile', 'phases:', 'expect: ["full-share«.p95» > 90%"]\nphases:', 'Write only "full-share".'],
  ['bad-gate', 'phases:', 'expect:\n  - «"score = 75"»\nphases:', 'Equality is written ==.'],
  ['bad-gate', 'phases:', 'expect:\n  - «score»\nphases:', 'score >= 75'],
  ['bad-gate', 'phases:', 'expect:\n  - score >= 75 «during outage»\nphases:', 'Gate a measure instead.'],
  ['bad-gate', 'phases:', 'expect:\n  - full-share > 90% «for 3s»\nphases:', 'Rules under "abort" have one.'],
  ['bad-gate', 'phases:', 'abort:\n  - «full-share < 10%»\nphases:', 'full-share < 10% for 10s'],
  ['bad-gate', 'phases:', 'abort:\n  - full-share < 10% for «soon»\nphases:', 'full-share < 10% for 10s'],
  ['bad-gate', 'phases:', 'abort:\n  - «score» < 10 for 5s\nphases:', 'Take a measure'],
  ['bad-value', 'phases:', 'expect:\n  - latency.p95 < «3»\nphases:', 'brownout explain latency'],
  ['bad-value', 'phases:', 'expect:\n  - full-share > «90»\nphases:', 'brownout explain full-share'],
  [
    'unknown-phase',
    'phases:',
    'expect:\n  - full-share > 90% «during outag»\nphases:',
    'did you mean "outage"?',
  ],
  [
    'unknown-phase',
    'phases:',
    'expect: { that: full-share > 9%, during: «storm» }\nphases:',
    'There are: base',
  ],
  [
    'unknown-journey',
    'phases:',
    'expect:\n  - { that: full-share > 9%, journey: «aks» }\nphases:',
    'did you mean',
  ],
  [
    'unknown-upstream',
    'phases:',
    'expect:\n  - { that: waste < 9%, upstream: «gtp» }\nphases:',
    'did you mean',
  ],
  // references
  ['bad-reference', 'path: /ask', 'path: "/ask?key=«${my-key}»"', 'Write ${NAME}'],
  ['bad-reference', '{ provider: openai }', '{ provider: openai, env: { A: "x«${»" } }', 'write $${'],
  // meaning
  ['no-token', 'deadline: 3s', 'deadline: 3s\n    effects: { readBack: «/notes», count: /notes }', '{{id}}'],
  ['no-baseline', '  baseline: { for: 20s }\n', '', 'baseline: { for: 20s }'],
  [
    'ambiguous-phase',
    '  baseline: { for: 20s }',
    '  calm: { for: 9s }\n  «baseline»: { for: 9s, role: outage, load: { rate: 9/s } }',
    'role: baseline',
  ],
  [
    'phase-without-fault',
    '  recovery:',
    '  «worse»: { for: 20s, role: outage }\n  recovery:',
    'a load of its own',
  ],
  ['window-outside', 'share: 60%', 'at: «40s»', 'count from the beginning of its phase'],
  ['window-outside', 'share: 60%', 'at: 30s, for: «11s»', 'make the phase longer'],
  ['never-fires', 'share: 60%', 'share: «0%»', 'to hit every call'],
  ['deadline-too-long', 'deadline: 3s', 'deadline: «21s»', 'Make the phase longer'],
  ['patience-too-short', 'deadline: 3s', 'deadline: 3s\n    patience: «2s»', 'when they hang up'],
  ['no-model-journey', 'deadline: 3s', 'needsModel: false', 'brownout learn'],
  ['mixed-load', '{ for: 20s }', '{ for: 20s, load: { «users»: 5 } }', 'Give it "rate" too.'],
  [
    'same-port',
    '{ provider: openai }',
    '{ provider: openai, port: «4010» }\n  x: { provider: openai, port: 4011, env: { A: b } }',
    '',
  ],
  ['bad-value', 'share: 60%', 'burst: { every: 2s, for: «2s» }', 'Leave "burst" out'],
  ['bad-value', 'share: 60%', 'match: { attempt: «0..2» }', ''],
];

describe('a mistake', () => {
  it.each(MISTAKES)('%s is located: %s → %s', (code, part, by, hint) => {
    const ports = code === 'same-port' ? SOUND.replace('anthropic }', 'anthropic, port: 4010 }') : SOUND;
    const { text, line, column, length } = marked(ports.replace(part, by));
    expect(text).not.toBe(ports);
    const problems = problemsOf(load(text)).filter((problem) => problem.severity === 'error');
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    const [problem] = problems;
    expect(problem?.hints.join('\n')).toContain(hint);
    if (by.includes('«')) expect(problem?.where).toMatchObject({ file: 'storm.yaml', line, column, length });
  });

  it('in a fault is explained by what this kind of fault takes', () => {
    const problems = problemsOf(load(changed('retryAfter: 5s', 'retryafter: 5s')));
    expect(problems).toMatchObject([
      {
        message: 'unknown key "retryafter"',
        hints: [
          'did you mean "retryAfter"?',
          'A fault of kind "status" takes: status, retryAfter, message, body, headers.   brownout explain status',
        ],
      },
    ]);
  });

  it('never hides another: all come at once, in the order of the file', () => {
    const text = SOUND.replace('{ provider: openai }', '{ provider: opanai }')
      .replace('deadline: 3s', 'deadline: soon')
      .replace('rate: 20/s', 'rate: 20/s, mix: { aks: 1 }')
      .replace('on: claude', 'on: cluade')
      .replace('status: 529', 'status: 12')
      .replace('retryAfter: 5s', 'retryafter: 5s')
      .replace('phases:', 'expect: ["latensy.p95 < 3s", "score > many"]\nphases:')
      .replace('{ for: 20s }', '{ for: 20 }');
    expect(problemsOf(load(text)).map(({ code, where }) => [where?.line, code])).toEqual([
      [4, 'unknown-provider'],
      [9, 'bad-value'],
      [10, 'unknown-journey'],
      [11, 'unknown-measure'],
      [11, 'bad-value'],
      [13, 'bad-value'],
      [17, 'unknown-upstream'],
      [17, 'bad-value'],
      [17, 'unknown-key'],
    ]);
  });

  it.each(['[]', 'scenario', '12', 'null: 1'])('is a file that is no scenario at all: %s', (text) => {
    const loaded = load(text);
    expect(loaded.ok).toBe(false);
    expect(problemsOf(loaded).every((problem) => problem.where !== null)).toBe(true);
  });
});

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

describe('mistakes within one entry', () => {
  const codesOf = (text: string, config?: string): readonly string[] =>
    problemsOf(load(text, config)).map(({ code }) => code);

  it('are told at once for an upstream, in either file', () => {
    const wrong = '{ provider: antropic, capacity: { concurrent: 0 } }';
    const codes = ['bad-value', 'unknown-provider'];
    expect([...codesOf(SOUND.replace('{ provider: anthropic }', wrong))].sort()).toEqual(codes);
    expect([...codesOf(SOUND, `upstreams: { claude: ${wrong} }\n`)].sort()).toEqual(codes);
  });

  it('are told at once for a gate', () => {
    const gate = '{ that: "latency.p95 < much", during: never, journey: aks, upstream: cloud }';
    expect([...codesOf(SOUND.replace('phases:', `expect: [${gate}]\nphases:`))].sort()).toEqual([
      ...['bad-value', 'unknown-journey', 'unknown-phase', 'unknown-upstream'],
    ]);
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

describe('what an author left out', () => {
  it('is filled in', () => {
    const scenario = soundScenario();
    expect(scenario).toMatchObject({
      name: 'storm',
      title: 'storm',
      prompts: { pool: 200, repeat: 0.2 },
      load: { kind: 'open', rate: { kind: 'per-second', value: 20 }, arrivals: 'poisson' },
      expect: [{ text: 'score >= 60', measure: 'score', is: '>=', value: 60 }],
      abort: [],
    });
    expect(scenario.upstreams[0]).toEqual({
      name: 'claude',
      provider: 'anthropic',
      model: {
        firstToken: { low: 240, high: 360 },
        tokens: { low: 60, high: 60 },
        speed: { low: 80, high: 80 },
        tools: 'forced',
      },
      capacity: { kind: 'unlimited' },
      quota: { requestsPerMinute: null, tokensPerMinute: null, countsFailures: true },
      port: 0,
      env: {},
    });
    expect(scenario.journeys[0]).toEqual({
      name: 'ask',
      request: {
        method: 'POST',
        path: '/ask',
        headers: {},
        body: { kind: 'json', value: { question: '{{prompt}}' } },
      },
      needsModel: true,
      answer: { at: '/answer', survives: 'words', part: false, schema: null },
      stream: { format: 'none' },
      degraded: [],
      error: { at: '', codes: [] },
      queued: null,
      effects: null,
      deadline: 3000,
      patience: 30_000,
      weight: 1,
      traffic: 1,
    });
    expect(scenario.phases.map(({ name, role }) => [name, role])).toEqual([
      ['baseline', 'baseline'],
      ['outage', 'outage'],
      ['recovery', 'recovery'],
    ]);
    expect(scenario.phases[1]?.faults).toEqual([
      {
        on: 'claude',
        fault: 'status',
        params: {
          status: 529,
          retryAfter: { kind: 'seconds', ms: 5000 },
          message: null,
          body: null,
          headers: {},
        },
        share: { from: 0.6, to: 0.6, over: 0 },
        schedule: { kind: 'constant' },
        match: { model: null, stream: null, journey: null, header: {}, attempt: null, cohort: null },
        at: 0,
        for: null,
        release: false,
        optional: false,
      },
    ]);
  });

  it('makes users wait for ten deadlines, and never less than 30 s', () => {
    const patience = (deadline: string) =>
      soundScenario(changed('deadline: 3s', deadline)).journeys[0]?.patience;
    expect(patience('deadline: 1s')).toBe(30_000);
    expect(patience('deadline: 5s')).toBe(50_000);
    expect(patience('weight: 1')).toBe(100_000);
    expect(patience('patience: 12s')).toBe(12_000);
  });

  it('gives roles by where the faults are, gaps between them included', () => {
    const timeline = `phases:
  calm: { for: 20s }
  first: { for: 20s, faults: [{ on: claude, fault: hang }] }
  between: { for: 20s, load: { rate: 10/s } }
  second: { for: 20s, faults: [{ on: claude, fault: hang }] }
  after: { for: 20s }
  later: { for: 20s }
`;
    const scenario = soundScenario(SOUND.slice(0, SOUND.indexOf('phases:')) + timeline);
    expect(scenario.phases.map((phase) => phase.role)).toEqual([
      'baseline',
      'outage',
      'outage',
      'outage',
      'recovery',
      'recovery',
    ]);
  });

  it('is named after the file', () => {
    const text = SOUND.replace('name: storm\n', '');
    expect(soundScenario(text).name).toBe('storm');
  });
});

describe('short forms', () => {
  it.each([
    ['degraded: { header: x-degraded }', [{ kind: 'header', name: 'x-degraded', value: null }]],
    [
      'degraded: [{ header: X-Mode, value: static }, { field: /stale, value: true }, { event: busy }, { status: 203 }]',
      [
        { kind: 'header', name: 'X-Mode', value: 'static' },
        { kind: 'field', at: '/stale', value: true },
        { kind: 'event', name: 'busy' },
        { kind: 'status', status: 203 },
      ],
    ],
  ])('of a marker: %s', (written, expected) => {
    expect(soundScenario(changed('deadline: 3s', written)).journeys[0]?.degraded).toEqual(expected);
  });

  it.each([
    ['sse', { format: 'sse', text: '', done: null, error: { event: 'error', at: null } }],
    ['text', { format: 'text', text: '', done: null, error: { event: null, at: null } }],
    [
      '{ format: ndjson, text: /t, done: "[DONE]", error: { at: /error } }',
      { format: 'ndjson', text: '/t', done: '[DONE]', error: { event: null, at: '/error' } },
    ],
  ])('of a stream: %s', (written, expected) => {
    expect(soundScenario(changed('deadline: 3s', `stream: ${written}`)).journeys[0]?.stream).toEqual(
      expected,
    );
  });

  it.each([
    ['share: { from: 10%, to: 90% }', { share: { from: 0.1, to: 0.9, over: 40_000 } }],
    ['share: { from: 0%, to: 100%, over: 10s }', { share: { from: 0, to: 1, over: 10_000 } }],
    ['at: 10s, share: { from: 0, to: 1 }', { at: 10_000, share: { from: 0, to: 1, over: 30_000 } }],
    ['flapping: { on: 5s, off: 3s }', { schedule: { kind: 'flapping', on: 5000, off: 3000 } }],
    ['burst: { every: 10s, for: 2s }', { schedule: { kind: 'burst', every: 10_000, for: 2000 } }],
    ['first: 20', { schedule: { kind: 'first', calls: 20 } }],
    ['match: { attempt: 1 }', { match: { attempt: { from: 1, to: 1 } } }],
    ['match: { attempt: 2..3 }', { match: { attempt: { from: 2, to: 3 } } }],
    [
      'match: { model: "claude-*", stream: true, header: { x-a: 1 } }',
      { match: { model: 'claude-*', stream: true, header: { 'x-a': '1' } } },
    ],
    ['release: true, optional: true', { release: true, optional: true }],
  ])('of a fault: %s', (written, expected) => {
    const scenario = soundScenario(changed('share: 60%', written));
    expect(scenario.phases[1]?.faults[0]).toMatchObject(expected);
  });

  it("leaves a key that the fault takes itself to the fault: rate-limit's burst", () => {
    const text = changed(FAULT, '{ on: claude, fault: rate-limit, requests: 60/min, burst: 5 }');
    expect(soundScenario(text).phases[1]?.faults[0]).toMatchObject({
      params: { requests: 1, burst: 5 },
      schedule: { kind: 'constant' },
    });
  });

  it('of a ledger of effects: a path is read with GET, and the whole body counts', () => {
    const ledgerOf = (written: string): unknown =>
      soundScenario(SOUND.replace('deadline: 3s', `deadline: 3s\n    effects: ${written}`)).journeys[0]
        ?.effects;
    const readBack = { method: 'GET', path: '/notes?text={{id}}', headers: {}, body: { kind: 'none' } };
    expect(ledgerOf('{ readBack: "/notes?text={{id}}" }')).toEqual({ readBack, count: '' });
    expect(
      ledgerOf('{ readBack: { method: POST, path: /find, headers: { x-key: "{{id}}" } }, count: /found }'),
    ).toEqual({
      readBack: { ...readBack, method: 'POST', path: '/find', headers: { 'x-key': '{{id}}' } },
      count: '/found',
    });
  });

  it('of limits', () => {
    const limits =
      'capacity: { concurrent: 80, queue: 100 }, quota: { requests: 1300/min, tokens: 80000/min }';
    expect(soundScenario(changed('openai }', `openai, ${limits} }`)).upstreams[1]).toMatchObject({
      capacity: { kind: 'limited', concurrent: 80, queue: 100, waste: true, declared: true },
      quota: { requestsPerMinute: 1300, tokensPerMinute: 80_000, countsFailures: true },
    });
  });

  it.each([
    ['{ users: 50 }', { kind: 'closed', users: 50, think: { low: 1000, high: 1000 } }],
    ['{ users: 5, think: 1s..2s }', { kind: 'closed', users: 5, think: { low: 1000, high: 2000 } }],
    [
      '{ rate: 30% of capacity }',
      { kind: 'open', rate: { kind: 'of-capacity', share: 0.3 }, arrivals: 'poisson' },
    ],
    [
      '{ rate: 600/min, arrivals: constant }',
      { kind: 'open', rate: { kind: 'per-second', value: 10 }, arrivals: 'constant' },
    ],
  ])('of a load: %s', (written, expected) => {
    expect(soundScenario(changed('{ rate: 20/s }', written)).load).toEqual(expected);
  });
});

describe('gates', () => {
  const gateOf = (written: string) =>
    soundScenario(changed('phases:', `expect:\n  - ${written}\nphases:`)).expect[0];

  it.each([
    ['score >= 75', { measure: 'score', quantile: null, is: '>=', value: 75 }],
    ['latency.p95 < 3s', { measure: 'latency', quantile: 0.95, is: '<', value: 3000 }],
    ['latency.p99.9 <= 1m30s', { measure: 'latency', quantile: 0.999, is: '<=', value: 90_000 }],
    ['amplification <= 2', { measure: 'amplification', is: '<=', value: 2 }],
    ['amplification<=1.5x', { measure: 'amplification', is: '<=', value: 1.5 }],
    ['full-share > 90%', { measure: 'full-share', is: '>', value: 0.9 }],
    ['lie-share == 0', { measure: 'lie-share', is: '==', value: 0 }],
    [
      'waste > 90% during outage journey ask upstream claude',
      { value: 0.9, during: 'outage', journey: 'ask', upstream: 'claude' },
    ],
    [
      '{ that: full-share > 90%, during: outage, journey: ask }',
      { value: 0.9, during: 'outage', journey: 'ask' },
    ],
  ])('are read in the unit of their measure: %s', (written, expected) => {
    expect(gateOf(written)).toMatchObject(expected);
  });

  it('may stop a run', () => {
    const text = changed('phases:', 'abort: [ "full-share < 10% for 10s during baseline" ]\nphases:');
    expect(soundScenario(text).abort).toEqual([
      {
        text: 'full-share < 10% for 10s during baseline',
        measure: 'full-share',
        quantile: null,
        is: '<',
        value: 0.1,
        for: 10_000,
        during: 'baseline',
        journey: null,
        upstream: null,
      },
    ]);
  });
});

describe('the config', () => {
  const shipped = SOUND.slice(0, SOUND.indexOf('journeys:')) + SOUND.slice(SOUND.indexOf('load:'));

  it('brings the journeys and the subject', () => {
    const loaded = load(shipped, CONFIG);
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        subject: { start: 'npm start', url: null, ready: '/health', readyWithin: 60_000, env: {}, cwd: '' },
        subjectName: 'support-bot',
        scenario: {
          journeys: [{ name: 'ask' }, { name: 'stream' }, { name: 'save-note', needsModel: false }],
        },
      },
    });
  });

  it.each(['127.0.0.1:3000', 'http://', 'ftp://127.0.0.1', 'localhost:3000'])(
    'says where the app is in a URL, which %j is not',
    (url) => {
      const config = CONFIG.replace('start: npm start', `url: "${url}"`);
      expect(problemsOf(load(shipped, config))).toMatchObject([{ code: 'bad-value', where: { line: 1 } }]);
    },
  );

  it('may say the port of the app by a variable', () => {
    const config = CONFIG.replace('start: npm start', 'url: "http://127.0.0.1:${MYPORT}"');
    expect(load(shipped, config)).toMatchObject({
      ok: true,
      value: { subject: { url: 'http://127.0.0.1:${MYPORT}' } },
    });
  });

  it("loses a journey to the scenario's of the same name", () => {
    const config = CONFIG.replace('/answer }, deadline: 3s', '/other }, deadline: 4s');
    const { journeys } = soundScenario(SOUND, config);
    expect(journeys.map(({ name, deadline }) => [name, deadline])).toEqual([
      ['ask', 3000],
      ['stream', 5000],
      ['save-note', 2000],
    ]);
  });

  it('wins over an upstream of the scenario, key by key', () => {
    const config = `${CONFIG}upstreams:\n  claude: { model: { tokens: 200 }, port: 4010, capacity: unlimited }\n`;
    const scenario = shipped.replace(
      'anthropic }',
      'anthropic, model: { firstToken: 1s }, capacity: { concurrent: 90 } }',
    );
    expect(soundScenario(scenario, config).upstreams[0]).toMatchObject({
      provider: 'anthropic',
      model: { firstToken: { low: 1000, high: 1000 }, tokens: { low: 200, high: 200 } },
      capacity: { kind: 'unlimited' },
      port: 4010,
    });
  });

  it('leaves out a healthy upstream whose variable it gives to another', () => {
    const config = `${CONFIG}upstreams:\n  claude: { provider: openai }\n`;
    const loaded = load(shipped, config);
    expect(loaded.ok && loaded.value.scenario.upstreams.map(({ name }) => name)).toEqual(['claude']);
    expect(problemsOf(loaded)).toMatchObject([
      { code: 'upstream-left-out', where: { file: 'storm.yaml', line: 4 } },
    ]);
  });

  it('keeps both where it names both', () => {
    const config = `${CONFIG}upstreams:\n  claude: { provider: openai }\n  gpt: { provider: anthropic }\n`;
    const scenario = soundScenario(shipped, config);
    expect(scenario.upstreams.map(({ name, provider }) => [name, provider])).toEqual([
      ['claude', 'openai'],
      ['gpt', 'anthropic'],
    ]);
  });

  it('has its own mistakes in its own lines, beside those of the scenario', () => {
    const config = CONFIG.replace('deadline: 5s', 'dedline: 5s').replace('start:', 'strat:');
    const problems = problemsOf(load(shipped.replace('on: claude', 'on: cloud'), config));
    expect(problems.map(({ code, where }) => [where?.file, where?.line, code])).toEqual([
      ['storm.yaml', 11, 'unknown-upstream'],
      ['brownout.config.yaml', 1, 'unknown-key'],
      ['brownout.config.yaml', 4, 'unknown-key'],
    ]);
  });

  it('may have deadlines that are longer than a phase of a shipped scenario: that is a doubt', () => {
    const [problem] = problemsOf(load(shipped, CONFIG.replace('deadline: 5s', 'deadline: 50s')));
    expect(problem).toMatchObject({
      severity: 'warning',
      code: 'deadline-too-long',
      where: { file: 'brownout.config.yaml', line: 4 },
    });
  });

  it('is advised where there are no journeys at all', () => {
    const [problem] = problemsOf(load(shipped));
    expect(problem).toMatchObject({
      code: 'no-model-journey',
      message: expect.stringContaining('no journeys') as string,
    });
    expect(problem?.hints[0]).toContain('brownout learn');
  });

  it('needs no journeys where nobody asks', () => {
    const texts = { scenarioText: shipped, scenarioFile: 's.yaml', configText: null, configFile: null };
    const unasked = loadScenario({ ...texts, isUnasked: true });
    expect(problemsOf(unasked)).toEqual([]);
    if (!unasked.ok) throw new Error('it has no mistakes');
    const compiled = compilePlan(unasked.value.scenario, { seed: 1, quick: false, capacity: null });
    expect(compiled.ok && compiled.value.windows.length).toBeGreaterThan(0);
  });

  it('gives no traffic to a journey that the mix leaves out', () => {
    const scenario = soundScenario(
      shipped.replace('rate: 20/s', 'rate: 20/s, mix: { ask: 4, save-note: 1 }'),
      CONFIG,
    );
    expect(scenario.journeys.map(({ name, traffic }) => [name, traffic])).toEqual([
      ['ask', 4],
      ['stream', 0],
      ['save-note', 1],
    ]);
  });
});
