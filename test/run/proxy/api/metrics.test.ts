import { expect, test } from 'vitest';
import { Metrics } from '../../../../src/run/proxy/api/metrics.js';

const place = { proxy: 'p', direction: 'upstream', listener: 'l', upstream: 'u' } as const;

/** What Go's `strconv.FormatFloat(x, 'g', -1, 64)` prints, as its documentation and tests have it. */
test.each([
  [0, '0'],
  [5, '5'],
  [999_999, '999999'],
  [1_000_000, '1e+06'],
  [1_234_567, '1.234567e+06'],
  [12_345_678, '1.2345678e+07'],
  [9_007_199_254_740_991, '9.007199254740991e+15'],
])('%d bytes are told as %s', (sent, told) => {
  const metrics = new Metrics({ proxies: true, runtime: false });
  const text = metrics.text([{ ...place, received: 1, sent }]);
  expect(text).toContain(
    `\ntoxiproxy_proxy_sent_bytes_total{direction="upstream",listener="l",proxy="p",upstream="u"} ${told}\n`,
  );
});
