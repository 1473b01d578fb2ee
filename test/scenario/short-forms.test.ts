import { describe, expect, it } from 'vitest';
import { changed, FAULT, SOUND, soundScenario } from './samples.js';

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
