import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../src/scenario/compile.js';
import { previewPlan } from '../../src/scenario/preview.js';
import { loadScenario } from '../../src/scenario/load.js';
import { CONFIG } from './samples.js';

const NAMES = [
  'black-hole',
  'byte-limited',
  'connection-churn',
  'flapping',
  'hang',
  'hard-down',
  'latency-spike',
  'mid-stream-cut',
  'overload-storm',
  'rate-limit',
  'refused-connections',
  'release-day',
  'reset-storm',
  'retired-model',
  'self-sustained',
  'slow-close',
  'slow-database',
  'slow-edge',
  'starved-bandwidth',
  'thundering-herd',
];

/** What `slow-database` asks of an app's config; the others do without. */
const DATABASE =
  'proxies: { db: { upstream: "127.0.0.1:5432", env: { DATABASE_URL: "{{host}}:{{port}}" } } }\n';

function shipped(name: string, config = CONFIG + (name === 'slow-database' ? DATABASE : '')) {
  const file = `scenarios/${name}.yaml`;
  const loaded = loadScenario({
    scenarioText: readFileSync(file, 'utf8'),
    scenarioFile: file,
    configText: config,
    configFile: 'brownout.config.yaml',
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 2));
  return loaded;
}

describe('the shipped scenarios', () => {
  it('are all there', () => {
    expect(readdirSync('scenarios').sort()).toEqual(NAMES.map((name) => `${name}.yaml`));
  });

  it.each(NAMES)('%s is valid for any app with journeys, without a doubt', (name) => {
    const loaded = shipped(name);
    expect(loaded.warnings).toEqual([]);
    expect(loaded.value.scenario.name).toBe(name);
    expect(loaded.value.scenario.journeys.map((journey) => journey.name)).toEqual([
      'ask',
      'stream',
      'save-note',
    ]);
  });

  it.each(NAMES)('%s says which outage it imitates, with its sources, and what our choice is', (name) => {
    const { title, story, sources } = shipped(name).value.scenario;
    expect(title).not.toBe(name);
    expect(story).toMatch(/our choice|drawn by us|No incident like it was published/);
    expect(story).toMatch(/\bit\s+tells\b/i);
    expect(sources.length).toBeGreaterThan(0);
    expect(readFileSync(`scenarios/${name}.yaml`, 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/schema\/scenario\.json\n/,
    );
  });

  it.each(NAMES)('%s compiles, quick too, and hurts the primary or the database', (name) => {
    const { scenario } = shipped(name).value;
    for (const quick of [false, true]) {
      const compiled = compilePlan(scenario, { seed: 1, quick, capacity: null });
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
      const { phases, windows, network, arrivals } = compiled.value;
      const hurts = [...windows, ...network];
      expect(phases.map(({ role }) => role)).toEqual(['baseline', 'outage', 'recovery']);
      expect(phases.at(-1)?.closes).toBeLessThanOrEqual(quick ? 30_000 : 100_000);
      expect(new Set(hurts.map(({ on }) => on))).toEqual(
        new Set([name === 'slow-database' ? 'db' : 'primary']),
      );
      expect(hurts.every(({ opens, closes }) => closes > opens)).toBe(true);
      expect(arrivals.kind).toBe(name === 'release-day' ? 'closed' : 'open');
      expect(previewPlan(compiled.value)).toContain(scenario.title);
    }
  });

  it.each(NAMES)('%s has no constant of its own that --quick would break', (name) => {
    const patient = CONFIG.replace('deadline: 5s', 'deadline: 3s') + DATABASE;
    const compiled = compilePlan(shipped(name, patient).value.scenario, {
      seed: 1,
      quick: true,
      capacity: null,
    });
    expect(compiled).toMatchObject({ ok: true, warnings: [] });
  });

  it.each(NAMES)('%s plays against an app that has OpenAI alone', (name) => {
    const loaded = shipped(name, `${CONFIG}${DATABASE}upstreams: { primary: { provider: openai } }\n`);
    expect(loaded.value.scenario.upstreams).toMatchObject([{ name: 'primary', provider: 'openai' }]);
    expect(loaded.warnings.map(({ code }) => code)).toEqual(['upstream-left-out']);
  });

  it('slow-database says what the config of an app must say for it', () => {
    const loaded = loadScenario({
      scenarioText: readFileSync('scenarios/slow-database.yaml', 'utf8'),
      scenarioFile: 'scenarios/slow-database.yaml',
      configText: CONFIG,
      configFile: 'brownout.config.yaml',
    });
    expect(loaded.ok ? [] : loaded.problems).toMatchObject([
      { code: 'proxy-without-upstream', where: { file: 'scenarios/slow-database.yaml' } },
    ]);
    expect(loaded.ok ? '' : loaded.problems[0]?.hints.join(' ')).toContain('DATABASE_URL');
  });

  it('self-sustained uses about half of its provider on a healthy day', () => {
    const { upstreams, journeys } = shipped('self-sustained').value.scenario;
    const capacity = upstreams[0]?.capacity;
    const share = journeys.filter((journey) => journey.needsModel).length / journeys.length;
    // 20 a second, 300 ms and 60 tokens at 80/s each
    const inWork = 20 * share * (0.3 + 60 / 80);
    expect(capacity?.kind === 'limited' && inWork / capacity.concurrent).toBeCloseTo(0.41, 2);
  });
});
