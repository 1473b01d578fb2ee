import { describe, expect, it } from 'vitest';
import { tokensIn } from '../../../src/catalog/faults/anatomy.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { headOf, healthy, textOf } from '../../support/fake-provider.js';
import { hurt } from './hurt.js';

describe('error-event', () => {
  it.each([
    ['overloaded', 'overloaded', 529],
    ['server-error', 'status', 500],
  ])('breaks a stream off with %s in the words of the dialect, and a clean end', (reason, error, status) => {
    const plan = hurt(healthy('streamed'), 'error-event', { after: 3, reason, message: 'Oh no' });
    expect(headOf(plan).status).toBe(200);
    expect(tokensIn(plan)).toBe(3);
    expect(plan.at(-2)).toEqual({
      do: 'write',
      after: 20,
      part: 'error',
      tokens: 0,
      text: `data: ${JSON.stringify({ error, status, message: 'Oh no' })}\n\n`,
    });
    expect(plan.at(-1)).toEqual({ do: 'end', after: 0 });
  });

  it('may be the very first event', () => {
    const plan = hurt(healthy('streamed'), 'error-event', { after: 0 });
    expect(tokensIn(plan)).toBe(0);
    expect(textOf(plan)).toContain('overloaded');
  });

  it('leaves a whole answer alone', () => {
    const base = healthy('whole');
    expect(hurt(base, 'error-event', { after: 3 })).toBe(base.plan);
  });
});

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

describe('empty', () => {
  it('gives a whole answer in the shape of the dialect around nothing', () => {
    const plan = hurt(healthy('whole'), 'empty');
    expect(headOf(plan).status).toBe(200);
    expect(JSON.parse(textOf(plan))).toEqual({ text: '' });
  });

  it('gives a stream that begins and finishes without a token', () => {
    const plan = hurt(healthy('streamed'), 'empty');
    expect(plan.filter((step) => step.do === 'write').map((step) => step.part)).toEqual([
      'preamble',
      'finish',
      'terminator',
    ]);
  });

  it.each(['whole', 'streamed'] as const)('gives a %s answer without a body', (kind) => {
    const base = healthy(kind);
    const plan = hurt(base, 'empty', { how: 'no-body' });
    expect(plan.map((step) => step.do)).toEqual(['head', 'end']);
    expect(headOf(plan).headers['content-length']).toBe('0');
    expect(headOf(plan).after).toBe(headOf(base.plan).after);
  });
});

describe('commit-then-fail', () => {
  it.each([
    ['whole', 'reset'],
    ['whole', 'fin'],
    ['streamed', 'reset'],
    ['streamed', 'fin'],
  ] as const)('does the work of a %s answer, bills it and ends with %s before the head', (kind, how) => {
    const plan = hurt(healthy(kind), 'commit-then-fail', { how });
    expect(plan).toEqual([
      { do: 'commit', after: 300 + 9 * 20, tokens: 10 },
      { do: how, after: 0 },
    ]);
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
