import { describe, expect, it } from 'vitest';
import { compose } from '../../../src/catalog/faults/compose.js';
import type { WindowHit } from '../../../src/catalog/faults/compose.js';
import { faultByKind } from '../../../src/catalog/faults/shelf.js';
import { headOf, healthy, textOf } from '../../support/fake-provider.js';
import { opened } from './hurt.js';

function hit(window: string, kind: string, params: unknown = {}): WindowHit {
  const layer = faultByKind(kind)?.layer ?? 'instead';
  return { window, layer, rewrite: opened(kind, params), at: 0 };
}

describe('several windows on one call', () => {
  it('change nothing and fire nothing where none hits', () => {
    const base = healthy('whole');
    expect(compose([], base)).toEqual({ plan: base.plan, fired: [] });
    expect(compose([], base).plan).toBe(base.plan);
  });

  it('let the first refusal win, and spare the answer that nobody gets', () => {
    const { plan, fired } = compose(
      [hit('w1', 'cut'), hit('w2', 'status', { status: 500 }), hit('w3', 'status', { status: 401 })],
      healthy('streamed'),
    );
    expect(headOf(plan).status).toBe(500);
    expect(fired).toEqual(['w2']);
  });

  it('spare another answer that stands in for the real one, too', () => {
    const base = healthy('streamed');
    const cached = base.plan.filter((step) => step.do !== 'write' || step.part !== 'preamble');
    const { plan, fired } = compose(
      [hit('w1', 'cut'), { window: 'w2', layer: 'instead', at: 0, rewrite: () => cached }],
      base,
    );
    expect(plan).toBe(cached);
    expect(fired).toEqual(['w2']);
  });

  it('pass over a refusal that does not apply', () => {
    const { plan, fired } = compose(
      [hit('w1', 'retired-model', { model: 'other-*' }), hit('w2', 'cut', { after: 3, how: 'fin' })],
      healthy('streamed'),
    );
    expect(plan.at(-1)?.do).toBe('fin');
    expect(fired).toEqual(['w2']);
  });

  it('delay a refusal as well', () => {
    const { plan, fired } = compose(
      [hit('w1', 'latency', { by: '2s' }), hit('w2', 'status', { status: 500 })],
      healthy('whole'),
    );
    expect(headOf(plan)).toMatchObject({ status: 500, after: 2000 });
    expect(fired).toEqual(['w2', 'w1']);
  });

  it('name only those that changed something', () => {
    const { fired } = compose(
      [hit('w1', 'hang'), hit('w2', 'latency', { by: '2s' }), hit('w3', 'slow-tokens', { by: '2x' })],
      healthy('streamed'),
    );
    expect(fired).toEqual(['w1']);
  });

  it('pile rewrites and delays up, each on what the one before left', () => {
    const { plan, fired } = compose(
      [
        hit('w1', 'slow-tokens', { by: '10x' }),
        hit('w2', 'cut', { after: 5, how: 'end' }),
        hit('w3', 'malformed', { how: 'wrong-content-type' }),
        hit('w4', 'latency', { by: '1s' }),
      ],
      healthy('streamed'),
    );
    expect(fired).toEqual(['w2', 'w3', 'w1', 'w4']);
    expect(headOf(plan)).toMatchObject({
      after: 1000,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
    expect(textOf(plan)).not.toContain('six');
    // 1 s, then 300 ms and four gaps of 200 ms, then the cut a healthy gap later
    expect(plan.reduce((sum, step) => sum + step.after, 0)).toBe(1000 + 300 + 4 * 200 + 20);
  });

  it('draw by their own names: the same fault twice has two places, whoever stands beside it', () => {
    const base = healthy('streamed');
    const alone = compose([hit('w2', 'latency', { by: '1s..9s' })], base).plan;
    const other = compose([hit('w7', 'latency', { by: '1s..9s' })], base).plan;
    const beside = compose(
      [hit('w1', 'slow-tokens', { by: '2x' }), hit('w2', 'latency', { by: '1s..9s' })],
      base,
    );
    expect(headOf(other).after).not.toBe(headOf(alone).after);
    expect(headOf(beside.plan).after).toBe(headOf(alone).after);
  });

  it('tell each fault how long its own window has been open', () => {
    const base = healthy('whole');
    const seen: number[] = [];
    const spy = (window: string, at: number): WindowHit => ({
      window,
      layer: 'rewrite',
      at,
      rewrite: (call) => {
        seen.push(call.at);
        return call.plan;
      },
    });
    compose([spy('w1', 5), spy('w2', 500)], base);
    expect(seen).toEqual([5, 500]);
  });
});
