import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../src/scenario/compile.js';
import type { Plan } from '../../src/model/plan.js';
import { SOUND, load, marked, problemsOf, soundScenario } from './samples.js';

const FAULTS = `    faults:
      - { on: claude, fault: status, status: 529, retryAfter: 5s, share: 60% }
`;
const PROXIES = `proxies: { db: { upstream: "127.0.0.1:5432", listen: "127.0.0.1:15432" } }\n`;

/** The sound file, hurt by toxics instead of a fault. */
function hurtBy(...toxics: readonly string[]): string {
  return hurtIn(`    network:\n${toxics.map((toxic) => `      - ${toxic}\n`).join('')}`);
}

function hurtIn(lines: string): string {
  return PROXIES + SOUND.replace(FAULTS, lines);
}

function planOf(text: string, quick = false): Plan {
  const compiled = compilePlan(soundScenario(text), { seed: 7, quick, capacity: null });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

function attributesOf(toxic: string): unknown {
  return soundScenario(hurtBy(toxic)).phases[1]?.network[0]?.attributes;
}

describe('a toxic', () => {
  it('is planned in times of the run, all of it where little is said', () => {
    const plan = planOf(
      hurtBy('{ on: claude, toxic: latency, latency: 200ms }', '{ on: db, toxic: down, at: 5s }'),
    );
    expect(plan.network).toEqual([
      {
        ...{ id: 'n1', phase: 'outage', on: 'claude', toxic: 'latency', attributes: { latency: 200 } },
        ...{
          stream: 'downstream',
          toxicity: 1,
          connections: null,
          opens: 20_000,
          closes: 60_000,
          recycle: false,
          optional: false,
        },
      },
      {
        ...{ id: 'n2', phase: 'outage', on: 'db', toxic: 'down', attributes: {}, stream: 'downstream' },
        ...{ toxicity: 1, connections: null, opens: 25_000, closes: 60_000, recycle: false, optional: false },
      },
    ]);
  });

  it('may go both ways, hit a part of the connections and last for a while', () => {
    const written =
      '{ on: gpt, toxic: noop, stream: both, share: 60%, at: 5s, for: 10s, recycle: true, optional: true }';
    expect(planOf(hurtBy(written)).network).toMatchObject([
      { stream: 'both', toxicity: 0.6, opens: 25_000, closes: 35_000, recycle: true, optional: true },
    ]);
  });

  it('may hurt only the first connections that are made while it lasts', () => {
    expect(planOf(hurtBy('{ on: gpt, toxic: noop, connections: 3 }')).network).toMatchObject([
      { connections: 3, toxicity: 1 },
    ]);
  });

  it('makes an outage of its phase', () => {
    const { phases } = planOf(hurtBy('{ on: claude, toxic: noop }'));
    expect(phases.map(({ role }) => role)).toEqual(['baseline', 'outage', 'recovery']);
  });

  it.each([
    ['toxic: latency, latency: 1m, jitter: 0', { latency: 60_000, jitter: 0 }],
    ['toxic: latency, latency: 5ms, precise: true', { latency: 5, precise: 1 }],
    ['toxic: bandwidth, rate: 20KB/s', { rate: 20 }],
    ['toxic: bandwidth, rate: 1.5 MB/s', { rate: 1500 }],
    ['toxic: bandwidth, rate: 128KiB / s', null],
    ['toxic: bandwidth, rate: 125KiB / s', { rate: 128 }],
    ['toxic: bandwidth, rate: 500', { rate: 500 }],
    ['toxic: limit_data, bytes: 4KB', { bytes: 4000 }],
    ['toxic: limit_data, bytes: 16KiB', { bytes: 16_384 }],
    ['toxic: limit_data, bytes: 7', { bytes: 7 }],
    [
      'toxic: slicer, average_size: 256, size_variation: 64B, delay: 500us',
      {
        average_size: 256,
        size_variation: 64,
        delay: 500,
      },
    ],
    ['toxic: slicer, average_size: 0, delay: 10ms', { average_size: 0, delay: 10_000 }],
    ['toxic: reset_peer', {}],
    ['toxic: packet_loss, loss_rate: 5%', { loss_rate: 0.05 }],
    ['toxic: timeout, timeout: 0', { timeout: 0 }],
    ['toxic: timeout', {}],
  ])('has quantities that are read as they are written: %s', (written, attributes) => {
    const text = hurtBy(`{ on: claude, ${written} }`);
    if (attributes === null) expect(problemsOf(load(text)).map(({ code }) => code)).toEqual(['bad-value']);
    else expect(attributesOf(`{ on: claude, ${written} }`)).toEqual(attributes);
  });

  it('shrinks with its phase in a quick run, and says what no longer fits', () => {
    const text = hurtBy('{ on: claude, toxic: timeout, timeout: 15s, at: 10s, for: 20s }');
    expect(planOf(text, true).network).toMatchObject([{ opens: 11_000, closes: 17_000 }]);
    const compiled = compilePlan(soundScenario(text), { seed: 7, quick: true, capacity: null });
    expect(problemsOf(compiled)[0]?.hints).toContain(
      'timeout on claude: its timeout of 15s does not fit into 6s',
    );
  });
});

const MISTAKES: readonly (readonly [string, string, string])[] = [
  ['unknown-upstream-or-proxy', '{ on: «dp», toxic: noop }', 'did you mean "db"?'],
  ['unknown-toxic', '{ on: db, toxic: «latncy» }', 'did you mean "latency"?'],
  ['unknown-toxic', '{ on: db, toxic: «hang» }', 'write it under "faults"'],
  ['missing-key', '{ «on»: db }', 'brownout list toxics'],
  ['unknown-key', '{ on: db, toxic: latency, latency: 5ms, «latncy»: 5ms }', 'did you mean "latency"?'],
  [
    'unknown-key',
    '{ on: db, toxic: bandwidth, rate: 1, «jitter»: 5ms }',
    'A toxic of type "bandwidth" takes: rate',
  ],
  [
    'unknown-key',
    '{ on: db, toxic: slicer, average_size: 5, «sizeVariation»: 5 }',
    'did you mean "size_variation"?',
  ],
  ['unknown-key', '{ on: db, toxic: down, «share»: 50% }', 'takes: nothing of its own'],
  ['bad-value', '{ on: db, toxic: latency, latency: «200» }', ''],
  ['bad-value', '{ on: db, toxic: latency, latency: «0.5ms» }', ''],
  ['bad-value', '{ on: db, toxic: bandwidth, rate: «-1» }', ''],
  ['bad-value', '{ on: db, toxic: noop, stream: «downsteam» }', 'did you mean "downstream"?'],
  ['bad-value', '{ on: db, toxic: noop, share: «150%» }', ''],
  ...[
    'latency',
    'slow_open',
    'slow_close',
    'packet_loss',
    'slicer',
    'bandwidth',
    'limit_data',
    'limit_time',
  ].map(
    (type) => ['missing-key', `{ on: db, toxic: ${type} }`, `A toxic of type "${type}" takes: `] as const,
  ),
  ['bad-value', '{ on: db, toxic: noop, connections: «0» }', ''],
  ['unknown-key', '{ on: db, toxic: down, «connections»: 3 }', 'takes: nothing of its own'],
  ['never-fires', '{ on: db, toxic: noop, share: «0%» }', 'to hit every connection'],
  ['window-outside', '{ on: db, toxic: noop, at: «40s» }', 'from the beginning of its phase'],
  ['window-outside', '{ on: db, toxic: noop, at: 30s, for: «11s» }', 'make the phase longer'],
];

describe('a mistake in a toxic', () => {
  it.each(MISTAKES)('is located and explained: %s in %s', (code, toxic, hint) => {
    const { text, line, column, length } = marked(hurtBy(toxic));
    const [problem, ...more] = problemsOf(load(text)).filter(({ severity }) => severity === 'error');
    expect([problem?.code, more]).toEqual([code, []]);
    expect(problem?.hints.join('\n')).toContain(hint);
    if (code !== 'missing-key') expect(problem?.where).toMatchObject({ line, column, length });
  });
});

describe('what is no toxic', () => {
  it('is told once, and hides nothing below it', () => {
    const text = hurtBy('hello', '{ on: db, toxic: latncy }');
    expect(problemsOf(load(text)).map(({ code }) => code)).toEqual(['bad-value', 'unknown-toxic']);
  });
});

describe('a proxy', () => {
  const PROXY_MISTAKES: readonly (readonly [string, string, string, string])[] = [
    ['bad-value', '"127.0.0.1:5432"', '«"127.0.0.1"»', ''],
    ['bad-value', '"127.0.0.1:15432"', '«"127.0.0.1:99999"»', ''],
    ['proxy-without-upstream', 'db: { upstream: "127.0.0.1:5432", ', '«db»: { ', 'brownout.config.yaml'],
    [
      'same-name',
      'proxies: { db: {',
      'proxies: { db: { upstream: "h:1", listen: "h:2" }, «claude»: {',
      'Call the proxy',
    ],
    [
      'same-port',
      '15432" } }',
      '15432" }, b: { upstream: "h:1", listen: «"127.0.0.1:15432"» } }',
      'a free one',
    ],
    ['unknown-key', 'listen:', '«lisen»:', 'did you mean "listen"?'],
    ['proxy-to-itself', '"127.0.0.1:15432"', '«"localhost:5432"»', 'leave "listen" out'],
    ['bad-value', '"127.0.0.1:5432"', '«"127.0.0.1:0"»', 'on which it listens'],
    ['unknown-template', 'listen:', 'env: { A: «"{{prot}}:{{port}}"» }, listen:', 'did you mean "port"?'],
  ];

  it.each(PROXY_MISTAKES)('has mistakes that are located: %s at %s → %s', (code, part, by, hint) => {
    const { text, line, column, length } = marked(hurtBy('{ on: db, toxic: noop }').replace(part, by));
    const [problem, ...more] = problemsOf(load(text)).filter(({ severity }) => severity === 'error');
    expect([problem?.code, more]).toEqual([code, []]);
    expect(problem?.hints.join('\n')).toContain(hint);
    expect(problem?.where).toMatchObject({ line, column, length });
  });

  it('is doubted where nothing hurts it, or nothing leads the app to it', () => {
    expect(problemsOf(load(PROXIES + SOUND)).map(({ code }) => code)).toEqual(['unhurt-proxy']);
    const bare = hurtBy('{ on: db, toxic: noop }').replace(', listen: "127.0.0.1:15432"', '');
    expect(problemsOf(load(bare)).map(({ code }) => code)).toEqual(['proxy-without-way']);
  });

  it('takes no faults: it knows no answers', () => {
    const text = PROXIES + SOUND.replace('on: claude', 'on: db');
    expect(problemsOf(load(text)).map(({ code }) => code)).toContain('fault-on-proxy');
  });

  it('may be known to the config alone, which also wins', () => {
    const config = 'proxies: { db: { upstream: "10.0.0.1:5432", env: { DB: "{{host}}:{{port}}" } } }\n';
    const both = soundScenario(hurtBy('{ on: db, toxic: noop }'), config);
    expect(both.proxies).toEqual([
      { name: 'db', upstream: '10.0.0.1:5432', listen: '127.0.0.1:15432', env: { DB: '{{host}}:{{port}}' } },
    ]);
    const alone = hurtBy('{ on: db, toxic: noop }').replace(PROXIES, '');
    expect(soundScenario(alone, config).proxies).toMatchObject([{ name: 'db', listen: null }]);
    expect(soundScenario(SOUND, config).proxies).toHaveLength(1);
  });

  it('may be where a variable says', () => {
    const at = (upstream: string) =>
      problemsOf(load(hurtBy('{ on: db, toxic: noop }').replace('127.0.0.1:5432', upstream)));
    expect(at('${DB}')).toEqual([]);
    expect(at('${DB:-127.0.0.1:5432}')).toEqual([]);
    expect(at('${DB:-nowhere}').map(({ code }) => code)).toEqual(['bad-value']);
  });
});

describe('delays', () => {
  it('are thrifty unless precise ones are asked for', () => {
    expect(planOf(SOUND).delays).toBe('thrifty');
    expect(planOf(`delays: precise\n${SOUND}`).delays).toBe('precise');
  });
});
