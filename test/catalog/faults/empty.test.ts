import { describe, expect, it } from 'vitest';
import { headOf, healthy, textOf } from '../../support/fake-provider.js';
import { hurt } from './hurt.js';

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
