import { expect, test } from 'vitest';
import { isMarked } from '../../../src/catalog/answers/marker.js';
import type { Observed } from '../../../src/catalog/answers/observed.js';
import type { Marker } from '../../../src/model/scenario.js';

const observed: Observed = {
  status: 203,
  headers: { 'x-degraded': 'stale ', 'cache-status': 'edge; hit' },
  end: 'complete',
  body: '',
  capped: false,
  text: '',
  json: { meta: { degraded: true, source: 'cache', no: false, empty: '' } },
  streamDone: 'none',
  streamError: null,
  events: ['token', 'degraded'],
  queued: 'none',
  due: 0,
  ended: 0,
};

const rows: readonly (readonly [Marker, boolean])[] = [
  [{ kind: 'header', name: 'X-Degraded', value: null }, true],
  [{ kind: 'header', name: 'x-degraded', value: 'stale' }, true],
  [{ kind: 'header', name: 'x-degraded', value: 'static' }, false],
  [{ kind: 'header', name: 'x-other', value: null }, false],
  [{ kind: 'field', at: '/meta/degraded', value: true }, true],
  [{ kind: 'field', at: '/meta/source', value: 'live' }, false],
  [{ kind: 'field', at: '/meta/source', value: null }, true],
  [{ kind: 'field', at: '/meta/no', value: null }, false],
  [{ kind: 'field', at: '/meta/empty', value: null }, false],
  [{ kind: 'field', at: '/meta/none', value: null }, false],
  [{ kind: 'event', name: 'degraded' }, true],
  [{ kind: 'event', name: 'stale' }, false],
  [{ kind: 'status', status: 203 }, true],
  [{ kind: 'status', status: 200 }, false],
];

test.each(rows)('%j: %s', (marker, expected) => {
  expect(isMarked([marker], observed)).toBe(expected);
});

test('one of several markers is enough, none is not', () => {
  expect(
    isMarked(
      [
        { kind: 'status', status: 200 },
        { kind: 'event', name: 'degraded' },
      ],
      observed,
    ),
  ).toBe(true);
  expect(isMarked([], observed)).toBe(false);
});
