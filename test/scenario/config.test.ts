import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../src/scenario/compile.js';
import { loadScenario } from '../../src/scenario/load.js';
import { CONFIG, SOUND, load, problemsOf, soundScenario } from './samples.js';

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
