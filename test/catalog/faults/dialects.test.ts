import { describe, expect, it } from 'vitest';
import { bodyBytes, isStreamed, tokensIn } from '../../../src/catalog/faults/anatomy.js';
import { faults } from '../../../src/catalog/faults/shelf.js';
import { providers } from '../../../src/catalog/providers/shelf.js';
import { randomOf } from '../../../src/kit/random.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { headOf, healthy, textOf } from '../../support/fake-provider.js';
import { hurt } from './hurt.js';

const ENDINGS = ['end', 'fin', 'reset', 'hang'];

describe.each(providers)('in the dialect of $id', (provider) => {
  const whole = healthy('whole', { provider });
  const streamed = healthy('streamed', { provider });

  it('a fault finds its place: an answer in one body, a stream of ten tokens', () => {
    expect(isStreamed(whole.plan)).toBe(false);
    expect(isStreamed(streamed.plan)).toBe(true);
    expect(tokensIn(whole.plan)).toBe(10);
    expect(tokensIn(streamed.plan)).toBe(10);
  });

  it.each(faults)('$kind gives a plan that can be played', (fault) => {
    for (const base of [whole, streamed]) {
      const rewrite = fault.open(fault.params.parse(fault.example));
      for (let at = 0; at < 8; at += 1) {
        const plan = rewrite({ ...base, at, random: randomOf(at) });
        expect(plan.map((step) => ENDINGS.includes(step.do))).toEqual(
          plan.map((_, index) => index === plan.length - 1),
        );
        for (const step of plan) expect(step.after).toBeGreaterThanOrEqual(0);
        expect(tokensIn(plan)).toBeLessThanOrEqual(10);
      }
    }
  });

  it.each(faults)('$kind, if it answers whole, promises the bytes that it writes', (fault) => {
    const plan = hurt(whole, fault.kind, fault.example);
    const said = lengthOf(plan);
    if (plan.at(-1)?.do === 'end' && said !== null) expect(bodyBytes(plan)).toBe(said);
  });

  it('a cut after three tokens leaves three, and nothing that says the answer is whole', () => {
    const plan = hurt(streamed, 'cut', { after: 3, how: 'end' });
    expect(tokensIn(plan)).toBe(3);
    expect(
      plan.some(
        (step) =>
          step.do === 'write' && step.part !== 'preamble' && step.part !== 'ping' && step.part !== 'token',
      ),
    ).toBe(false);
  });

  it('broken JSON stands in the stream before its terminator', () => {
    const plan = hurt(streamed, 'malformed', { how: 'broken-json', after: 3 });
    expect(brokenIn(streamed.plan)).toBe(0);
    expect(brokenIn(plan)).toBe(1);
  });

  it('broken JSON makes a whole answer unreadable', () => {
    expect(() => JSON.parse(textOf(whole.plan)) as unknown).not.toThrow();
    expect(() => JSON.parse(textOf(hurt(whole, 'malformed'))) as unknown).toThrow(SyntaxError);
  });

  it('an empty answer is a 200 without a token', () => {
    for (const base of [whole, streamed]) {
      const plan = hurt(base, 'empty');
      expect(headOf(plan).status).toBe(200);
      expect(tokensIn(plan)).toBe(0);
    }
  });

  it('an error inside a stream is said in words', () => {
    const plan = hurt(streamed, 'error-event', { after: 3 });
    expect(textOf(plan.slice(-2))).not.toBe('');
  });

  it('a slow first token comes exactly so much later', () => {
    for (const base of [whole, streamed]) {
      const [slow, healthyTime] = [hurt(base, 'slow-first-token', { by: '8x' }), base.plan].map(firstTokenAt);
      expect((slow ?? 0) - (healthyTime ?? 0)).toBeCloseTo(7 * 300, 6);
    }
  });

  it.each([
    ['status', { status: 500 }, 500],
    ['status', { status: 529 }, 529],
    ['html-page', { status: 502 }, 502],
    ['wrong-4xx', { status: 422 }, 422],
    ['auth-rejected', { status: 401 }, 401],
  ])('%s %j is refused with %d', (kind, params, status) => {
    expect(headOf(hurt(whole, kind, params)).status).toBe(status);
  });

  it('the words of the author replace those of the vendor', () => {
    const plan = hurt(whole, 'status', { status: 500, body: 'Oh no' });
    expect(textOf(plan)).toBe('Oh no');
    expect(lengthOf(plan)).toBe(5);
  });
});

function firstTokenAt(plan: WirePlan): number {
  const first = plan.findIndex((step) => step.do === 'write' && step.tokens > 0);
  return plan.slice(0, first + 1).reduce((sum, step) => sum + step.after, 0);
}

/** Lines that ought to be JSON, in streams of events and of lines alike. */
function brokenIn(plan: WirePlan): number {
  const lines = textOf(plan)
    .split('\n')
    .map((line) => line.replace(/^data: ?/, '').trim())
    .filter((line) => line.startsWith('{'));
  return lines.filter((line) => !isJson(line)).length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function lengthOf(plan: WirePlan): number | null {
  const head = plan.find((step) => step.do === 'head');
  const length = Object.entries(head?.do === 'head' ? head.headers : {}).find(
    ([name]) => name.toLowerCase() === 'content-length',
  );
  return length === undefined ? null : Number(length[1]);
}
