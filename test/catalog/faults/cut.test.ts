import { describe, expect, it } from 'vitest';
import { tokensIn } from '../../../src/catalog/faults/anatomy.js';
import { faultByKind } from '../../../src/catalog/faults/shelf.js';
import { randomOf } from '../../../src/kit/random.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { fakeProvider, headOf, healthy, textOf } from '../../support/fake-provider.js';
import { hurt } from './hurt.js';
import { saying } from '../../support/saying.js';

const ANSWER_BYTES = Buffer.byteLength(textOf(healthy('whole').plan));

describe('a cut stream', () => {
  it.each(['reset', 'fin', 'end'])('says k tokens and ends with %s when the next was due', (how) => {
    const plan = hurt(healthy('streamed'), 'cut', { after: 3, how });
    expect(tokensIn(plan)).toBe(3);
    expect(plan.at(-1)).toEqual({ do: how, after: 20 });
    expect(textOf(plan)).toContain('três');
    expect(textOf(plan)).not.toMatch(/four|stop|DONE/);
  });

  it('says no token where it is cut after none, but its head and preamble', () => {
    const plan = hurt(healthy('streamed'), 'cut', { after: 0 });
    expect(plan.map((step) => step.do)).toEqual(['head', 'write', 'reset']);
  });

  it('lacks only its end where it is cut after all tokens', () => {
    const plan = hurt(healthy('streamed'), 'cut', { after: '100%', how: 'end' });
    expect(tokensIn(plan)).toBe(10);
    expect(textOf(plan)).not.toMatch(/stop|DONE/);
  });

  it('says no more than its share, where that falls inside a token', () => {
    expect(tokensIn(hurt(healthy('streamed'), 'cut', { after: '25%' }))).toBe(2);
  });

  it('is left alone where it has fewer tokens', () => {
    const base = healthy('streamed');
    expect(hurt(base, 'cut', { after: 11 })).toBe(base.plan);
  });

  it('draws its place from a range, each place in it sooner or later', () => {
    const places = new Set<number>();
    for (let draw = 0; draw < 100; draw += 1) {
      const random = randomOf(5).at(draw);
      places.add(tokensIn(hurt({ ...healthy('streamed'), random }, 'cut', { after: '2..5' })));
    }
    expect([...places].sort()).toEqual([2, 3, 4, 5]);
  });
});

describe('a cut after nothing', () => {
  it.each(['streamed', 'whole'] as const)('ends the connection at once, without a head: %s', (form) => {
    expect(hurt(healthy(form), 'cut', { after: 'nothing' })).toEqual([{ do: 'reset', after: 0 }]);
    expect(hurt(healthy(form), 'cut', { after: 'nothing', how: 'fin' })).toEqual([{ do: 'fin', after: 0 }]);
  });

  it('can have no clean end', () => {
    expect(faultByKind('cut')?.params.safeParse({ after: 'nothing', how: 'end' }).success).toBe(false);
  });
});

describe('a cut whole answer', () => {
  it.each(['reset', 'fin'])('promises its length, says a part of it and ends with %s', (how) => {
    const plan = hurt(healthy('whole'), 'cut', { after: '50%', how });
    const said = textOf(plan);
    expect(lengthsOf(plan)).toEqual([ANSWER_BYTES]);
    expect(textOf(healthy('whole').plan).startsWith(said)).toBe(true);
    expect(Buffer.byteLength(said)).toBeLessThan(ANSWER_BYTES);
    expect(plan.at(-1)).toEqual({ do: how, after: 20 });
  });

  it('is well-formed HTTP around half a document where it ends cleanly', () => {
    const plan = hurt(healthy('whole'), 'cut', { after: '50%', how: 'end' });
    const said = textOf(plan);
    expect(lengthsOf(plan)).toEqual([Buffer.byteLength(said)]);
    expect(() => JSON.parse(said) as unknown).toThrow(SyntaxError);
    expect(plan.at(-1)?.do).toBe('end');
  });

  it('bills what the model had finished, sent or not', () => {
    const plan = hurt(healthy('whole'), 'cut', { after: 4 });
    expect(plan.map((step) => step.do)).toEqual(['head', 'write', 'commit', 'reset']);
    expect(tokensIn(plan)).toBe(10);
  });

  it('says nothing but its head where it is cut at once', () => {
    const plan = hurt(healthy('whole'), 'cut', { after: 0, how: 'fin' });
    expect(plan.map((step) => step.do)).toEqual(['head', 'commit', 'fin']);
  });

  it.each([10, 11, '100%'])('is left alone after %s, where nothing of it is left to cut', (after) => {
    const base = healthy('whole');
    expect(hurt(base, 'cut', { after })).toBe(base.plan);
  });

  it('never parts the two halves of one character', () => {
    const notes = saying(['𝄞', '𝄞', '𝄞', '𝄞']);
    const base = healthy('whole', { provider: fakeProvider, answer: notes });
    for (const after of [0, 1, 2, 3]) {
      const said = textOf(hurt(base, 'cut', { after }));
      expect(Buffer.from(said).toString()).toBe(said);
    }
  });
});

function lengthsOf(plan: WirePlan): readonly number[] {
  return Object.entries(headOf(plan).headers)
    .filter(([name]) => name.toLowerCase() === 'content-length')
    .map(([, value]) => Number(value));
}
