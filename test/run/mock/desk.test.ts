import { describe, expect, test } from 'vitest';
import { canariesIn } from '../../../src/catalog/answers/canary.js';
import { readWatermark } from '../../../src/catalog/answers/watermark.js';
import type { Plan } from '../../../src/model/plan.js';
import type { WirePlan, WireRequest } from '../../../src/model/wire.js';
import type { DecidedAttempt, Desk } from '../../../src/run/mock/desk.js';
import { desksOf, ledgerOfRun } from '../../../src/run/mock/mocks.js';
import { headOf, textOf } from '../../support/fake-provider.js';
import { mocking, planOf, tokenOf, upstream, window } from '../../support/mocking.js';

function desk(plan: Plan, limits: 'as-planned' | 'none' = 'as-planned'): Desk {
  const { options } = mocking(plan, { clock: { now: () => 1000 }, limits });
  const found = desksOf(options, ledgerOfRun(options)).get('claude');
  if (found === undefined) throw new Error('the plan has no claude');
  return found;
}

function question(inbound: number, more: object = {}): WireRequest {
  const messages = [{ role: 'user', content: `Why? ${tokenOf(inbound)}` }];
  const body = JSON.stringify({ model: 'claude-x', max_tokens: 500, messages, ...more });
  return { method: 'POST', path: '/v1/messages', headers: {}, body };
}

function decided(at: Desk, request: WireRequest): DecidedAttempt {
  const decision = at.decide(request);
  if (decision.kind !== 'attempt') throw new Error('no attempt');
  return decision;
}

function statusOf(plan: WirePlan): number {
  return headOf(plan).status;
}

describe('a healthy upstream', () => {
  test('answers with as many words as were drawn, whole and streamed', () => {
    const mock = desk(planOf([upstream()]));
    for (const stream of [false, true]) {
      const { plan, attempt, isWork } = decided(mock, question(3, { stream }));
      expect(readWatermark(textOf(plan)).words).toHaveLength(20);
      expect([attempt.owner.inbound, attempt.model, isWork]).toEqual([3, 'claude-x', true]);
    }
  });

  test('keeps to the limit of tokens that the caller sets, with a whole answer', () => {
    const { plan } = decided(desk(planOf([upstream()])), question(3, { max_tokens: 10 }));
    const mark = readWatermark(textOf(plan));
    expect([mark.words.length, mark.ended.length]).toEqual([8, 1]);
  });

  test('calls a tool that the request demands, with arguments that carry its mark', () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
    const tools = [{ name: 'weather', input_schema: schema }];
    const mock = desk(planOf([upstream()]));
    const { plan } = decided(mock, question(3, { tools, tool_choice: { type: 'tool', name: 'weather' } }));
    const message = JSON.parse(textOf(plan)) as { content: { name: string; input: { city: string } }[] };
    expect(message.content[0]?.name).toBe('weather');
    expect(readWatermark(message.content[0]?.input.city ?? '').ended).toHaveLength(1);
  });

  test('draws paces by name: the same question gets the same, in whatever order it comes', () => {
    const model = {
      firstToken: { low: 100, high: 900 },
      tokens: { low: 5, high: 50 },
      speed: { low: 10, high: 90 },
      tools: 'forced',
    } as const;
    const times = [
      [1, 2, 3],
      [3, 1, 2],
    ].map((order) => {
      const mock = desk(planOf([upstream({ model })]));
      const found = order.map((inbound) => [inbound, decided(mock, question(inbound)).plan[0]?.after]);
      return Object.fromEntries(found) as Record<string, number>;
    });
    expect(times[0]).toEqual(times[1]);
    expect(new Set(Object.values(times[0] ?? {})).size).toBe(3);
  });
});

describe('without a model', () => {
  test('lists of models are no attempts, and counted apart', () => {
    const mock = desk(planOf([upstream()]));
    const decision = mock.decide({ method: 'GET', path: '/v1/models', headers: {}, body: '' });
    expect([decision.kind, mock.calls(), mock.sideCalls()]).toEqual(['side', 0, 1]);
  });

  test('what the vendor can not read is an attempt that no window meets', () => {
    const mock = desk(planOf([upstream()], [window('hang', {})]));
    const body = `not JSON ${tokenOf(5)}`;
    const { attempt, plan } = decided(mock, { ...question(5), body });
    expect([statusOf(plan), attempt.owner.inbound, attempt.faults]).toEqual([400, 5, []]);
    expect(mock.windows.facts()[0]?.calls).toBe(0);
  });
});

describe('a hurt upstream', () => {
  test('says which windows shaped an attempt', () => {
    const windows = [
      window('latency', { by: '100ms' }, { id: 'w1' }),
      window('status', { status: 529, retryAfter: '5s' }, { id: 'w2' }),
      window('status', { status: 500 }, { id: 'w3', match: { ...window('hang', {}).match, stream: true } }),
    ];
    const mock = desk(planOf([upstream()], windows));
    const { attempt, plan, isWork } = decided(mock, question(1));
    expect(statusOf(plan)).toBe(529);
    expect([attempt.faults, attempt.retryAfter, isWork]).toEqual([['w2', 'w1'], 5000, false]);
    expect(canariesIn(textOf(plan))).toHaveLength(1);
    expect(mock.windows.facts().map(({ fired }) => fired)).toEqual([1, 1, 0]);
  });

  test('is healthy while it calibrates', () => {
    const capacity = { kind: 'limited', concurrent: 0, queue: 0, waste: true, declared: true } as const;
    const quota = { requestsPerMinute: 1, tokensPerMinute: 1, countsFailures: true };
    const plan = planOf([upstream({ capacity, quota })], [window('hang', {})]);
    expect(statusOf(decided(desk(plan, 'none'), question(1)).plan)).toBe(200);
    expect(decided(desk(plan), question(1)).plan.map((step) => step.do)).toEqual(['hang']);
  });

  test('with a full line refuses in its own words, and an outage at the door comes first', () => {
    const capacity = { kind: 'limited', concurrent: 1, queue: 0, waste: true, declared: true } as const;
    const healthy = desk(planOf([upstream({ capacity })]));
    const hurt = desk(planOf([upstream({ capacity })], [window('status', { status: 500 })]));
    const seen = [healthy, hurt].map((mock) => {
      mock.servers.admit({ start: () => undefined });
      const { attempt, plan } = decided(mock, question(1));
      return [statusOf(plan), attempt.refused, attempt.faults];
    });
    expect(seen).toEqual([
      [529, true, []],
      [500, false, ['w1']],
    ]);
  });

  test('beyond its quota says when there is some again', () => {
    const quota = { requestsPerMinute: 2, tokensPerMinute: null, countsFailures: false };
    const mock = desk(planOf([upstream({ quota })]));
    const plans = [1, 2, 3].map((inbound) => decided(mock, question(inbound)));
    expect(plans.map(({ plan }) => statusOf(plan))).toEqual([200, 200, 429]);
    expect(plans[2]?.attempt.retryAfter).toBe(30_000);
    expect(headOf(plans[0]?.plan ?? []).headers['anthropic-ratelimit-requests-remaining']).toBe('1');
  });
});
