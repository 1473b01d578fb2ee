import { expect, test } from 'vitest';
import type { Connection } from '../../../src/run/proxy/connection.js';
import { TrafficBook } from '../../../src/run/proxy/traffic.js';

const five = { link: () => ({ received: 5, sent: 5 }) } as unknown as Connection;

test('places through which nothing went are forgotten, of the others the newest stay', () => {
  const book = new TrafficBook();
  for (let port = 1; port <= 300; port += 1) book.moved(`127.0.0.1:${port}`, 'idle:1');
  expect(book.counts([]).map(({ listener }) => listener)).toEqual(['127.0.0.1:300', '127.0.0.1:300']);
  for (let port = 1; port <= 300; port += 1) {
    book.moved(`127.0.0.1:${port}`, 'busy:1');
    book.close(five);
  }
  const listeners = new Set(book.counts([]).map(({ listener }) => listener));
  expect(listeners.size).toBe(100);
  expect(listeners.has('127.0.0.1:201')).toBe(true);
});
