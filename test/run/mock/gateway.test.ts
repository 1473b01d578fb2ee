import { expect, it } from 'vitest';
import { gatewayOf } from '../../../src/run/mock/gateway.js';

it.each([
  [{ 'user-agent': 'litellm/1.74.0' }, 'LiteLLM'],
  [{ 'user-agent': 'AsyncOpenAI/Python 1.99.1', 'x-litellm-attempted-retries': '1' }, 'LiteLLM'],
  [{ 'x-portkey-provider': 'anthropic' }, 'Portkey'],
  [{ 'helicone-retry-enabled': 'true' }, 'Helicone'],
  [{ 'cf-ray': '8f2c' }, 'Cloudflare'],
  [{ 'x-envoy-expected-rq-timeout-ms': '15000' }, 'Envoy'],
  [{ 'x-kong-request-id': '1' }, 'Kong'],
  [{ via: '1.1 nginx' }, 'a proxy'],
  [{ forwarded: 'for=192.0.2.1' }, 'a proxy'],
  [{ 'user-agent': 'Anthropic/JS 1.10.0', 'x-stainless-retry-count': '0' }, null],
  [{}, null],
])('%o was passed on by %s', (headers, gateway) => {
  expect(gatewayOf(headers)).toBe(gateway);
});
