/** What is wrong with a scenario is told all at once, each mistake at its place and with what to do. */
import { describe, expect, it } from 'vitest';
import { changed, FAULT, load, marked, problemsOf, SOUND } from './samples.js';

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
