import { expect, test } from 'vitest';
import { meterOf } from '../../../src/catalog/upstreams/quota.js';

const NONE = { requestsPerMinute: null, tokensPerMinute: null, countsFailures: true };

test('without limits every call goes on, and headers have nothing to tell', () => {
  const meter = meterOf(NONE);
  expect([meter.charge(0, 1e9), meter.limits()]).toEqual([null, null]);
});

test('a minute holds as many requests as it should, then one more for each share of a minute', () => {
  const meter = meterOf({ ...NONE, requestsPerMinute: 60, countsFailures: false });
  const atOnce = Array.from({ length: 61 }, () => meter.charge(0, 1));
  expect(atOnce.filter((wait) => wait === null)).toHaveLength(60);
  expect(atOnce.at(-1)).toBeCloseTo(1000);
  expect([meter.charge(999, 1) === null, meter.charge(1000, 1) === null]).toEqual([false, true]);
});

test('tokens run out before requests do', () => {
  const meter = meterOf({ ...NONE, requestsPerMinute: 1000, tokensPerMinute: 600 });
  expect([meter.charge(0, 500), meter.charge(0, 500)]).toEqual([null, 40_000]);
  expect(meter.limits()?.requests?.remaining).toBe(998);
});

test('who keeps asking waits for ever, where refused requests count too', () => {
  const counting = meterOf({ ...NONE, requestsPerMinute: 60 });
  const forgiving = meterOf({ ...NONE, requestsPerMinute: 60, countsFailures: false });
  const answered = [counting, forgiving].map((meter) => {
    let passed = 0;
    // Ten seconds of asking ten times a second, after the minute was used up.
    for (let count = 0; count < 60; count += 1) meter.charge(0, 0);
    for (let at = 100; at <= 10_000; at += 100) if (meter.charge(at, 0) === null) passed += 1;
    return passed;
  });
  expect(answered).toEqual([0, 10]);
});

test('a call that got no answer costs nothing, where failures do not count', () => {
  const left = [true, false].map((countsFailures) => {
    const meter = meterOf({ requestsPerMinute: 10, tokensPerMinute: 100, countsFailures });
    meter.charge(0, 40);
    meter.failed(40);
    return [meter.limits()?.requests?.remaining, meter.limits()?.tokens?.remaining];
  });
  expect(left).toEqual([
    [9, 60],
    [10, 100],
  ]);
});

test('a refusal for tokens takes no request, where failures do not count', () => {
  const meter = meterOf({ requestsPerMinute: 10, tokensPerMinute: 100, countsFailures: false });
  expect(meter.charge(0, 101)).not.toBeNull();
  expect(meter.limits()?.requests?.remaining).toBe(10);
});
