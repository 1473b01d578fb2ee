import { describe, expect, it } from 'vitest';
import { SOUND, changed, soundScenario } from './samples.js';

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
