import { describe, expect, it } from 'vitest';
import { tokensIn } from '../../../src/catalog/faults/anatomy.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { headOf, healthy, textOf } from '../../support/fake-provider.js';
import { hurt } from './hurt.js';

describe('malformed', () => {
  it.each([3, '0%', '100%'])('breaks one frame of JSON after %s and goes on', (after) => {
    const base = healthy('streamed');
    const plan = hurt(base, 'malformed', { how: 'broken-json', after });
    expect(framesThatBreak(plan)).toBe(1);
    expect(plan).toHaveLength(base.plan.length);
    expect(textOf(plan)).toContain('[DONE]');
  });

  it('breaks the JSON of a whole answer and keeps its length true', () => {
    const plan = hurt(healthy('whole'), 'malformed', { how: 'broken-json' });
    const said = textOf(plan);
    expect(() => JSON.parse(said) as unknown).toThrow(SyntaxError);
    expect(headOf(plan).headers['content-length']).toBe(String(Buffer.byteLength(said)));
  });

  it('splits a frame in two with a pause between, and loses nothing', () => {
    const base = healthy('streamed');
    const plan = hurt(base, 'malformed', { how: 'split-frame', after: 3 });
    expect(textOf(plan)).toBe(textOf(base.plan));
    expect(plan).toHaveLength(base.plan.length + 1);
    expect(tokensIn(plan)).toBe(10);
    expect(plan[6]?.after).toBe(20);
    expect(textOf(plan.slice(5, 6))).not.toContain('\n');
  });

  it('leaves a whole answer alone, which has no frames to split', () => {
    const base = healthy('whole');
    expect(hurt(base, 'malformed', { how: 'split-frame' })).toBe(base.plan);
  });

  it.each(['whole', 'streamed'] as const)('calls a %s answer HTML and changes nothing else', (kind) => {
    const base = healthy(kind);
    const plan = hurt(base, 'malformed', { how: 'wrong-content-type' });
    expect(textOf(plan)).toBe(textOf(base.plan));
    expect(typesOf(plan)).toEqual(['text/html; charset=utf-8']);
  });
});

function framesThatBreak(plan: WirePlan): number {
  const frames = textOf(plan)
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: {'));
  return frames.filter((frame) => !isJson(frame.slice('data: '.length))).length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function typesOf(plan: WirePlan): readonly string[] {
  return Object.entries(headOf(plan).headers)
    .filter(([name]) => name.toLowerCase() === 'content-type')
    .map(([, value]) => value);
}
