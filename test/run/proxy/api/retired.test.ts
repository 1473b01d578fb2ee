import { expect, test } from 'vitest';
import { Retired } from '../../../../src/run/proxy/api/retired.js';
import type { TcpProxy, Traffic } from '../../../../src/run/proxy/contract.js';
import { openPlane } from '../../../../src/run/proxy/plane.js';
import { randomOf } from '../../../../src/kit/random.js';

const plane = openPlane({ random: randomOf(1), clock: { now: () => 0 }, onConnection: () => undefined });

/** A proxy through which so many bytes went, each way. */
function proxyOf(name: string, bytes: number): TcpProxy {
  const row = { listener: '127.0.0.1:1', upstream: 'x:1', received: bytes, sent: bytes };
  const rows: readonly Traffic[] = [
    { ...row, direction: 'upstream' },
    { ...row, direction: 'downstream' },
  ];
  const proxy = plane.proxy({ name, listen: '127.0.0.1:1', upstream: 'x:1' });
  return Object.assign(proxy, { traffic: () => rows });
}

test('bytes of one name and place add up, those of today included', () => {
  const retired = new Retired();
  retired.add(proxyOf('a', 5));
  retired.add(proxyOf('a', 7));
  const rows = retired.with([proxyOf('a', 100)]);
  expect(rows.map(({ direction, received, sent }) => [direction, received, sent])).toEqual([
    ['upstream', 112, 112],
    ['downstream', 112, 112],
  ]);
});

test('without a byte there is no row, of today or of those that are gone', () => {
  const retired = new Retired();
  retired.add(proxyOf('a', 0));
  expect(retired.with([proxyOf('b', 0)])).toEqual([]);
});

test('of many that are gone the newest are kept', () => {
  const retired = new Retired();
  for (let index = 0; index < 2_000; index += 1) {
    retired.add(proxyOf(`p${index}`, 1));
    if (index % 100 === 0) retired.add(proxyOf('often', 1));
  }
  const names = new Set(retired.with([]).map(({ proxy }) => proxy));
  expect(names.size).toBe(500);
  expect(names.has('p1999')).toBe(true);
  expect(names.has('p0')).toBe(false);
  expect(retired.with([]).find(({ proxy }) => proxy === 'often')?.received).toBe(20);
});
