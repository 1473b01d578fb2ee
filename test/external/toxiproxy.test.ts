/** The suite that ours passes, asked of the original: where it fails, the suite claims what isn't so. */
import { describe, expect, test } from 'vitest';
import { metricsCases } from '../support/toxiproxy/metrics-cases.js';
import { toxiproxySuite } from '../support/toxiproxy/suite.js';
import { named, startAnother, startOriginal } from './original.js';

test('there is an original to ask', () => {
  expect(named, 'TOXIPROXY_SERVER or TOXIPROXY_URL').toBeDefined();
});

describe("Shopify's toxiproxy-server is one", () => {
  toxiproxySuite(startOriginal);
});

describe('metrics of its proxies', () => {
  // One that runs already may have been started without them.
  metricsCases(() => startAnother(['-proxy-metrics']));
});
