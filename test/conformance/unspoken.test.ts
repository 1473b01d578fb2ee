import { afterEach, expect, it } from 'vitest';
import type { Mocks } from '../../src/run/contract.js';
import { proveRouting } from '../../src/run/conductor/preflight/preflight.js';
import { hearUnspoken } from '../../src/run/conductor/preflight/unspoken.js';
import { startMocks } from '../../src/run/mock/mocks.js';
import { openInbounds } from '../../src/run/record/open-inbounds.js';
import { serveApp } from '../support/app.js';
import { mocking, planOf, upstream } from '../support/mocking.js';
import { journeyOf } from '../support/record.js';

const plan = {
  ...planOf([upstream({ name: 'gpt', provider: 'openai' })]),
  journeys: [
    journeyOf({
      request: { method: 'POST', path: '/ask', headers: {}, body: { kind: 'text', text: '{{prompt}}' } },
    }),
  ],
};

let mocks: Mocks | null = null;
afterEach(() => mocks?.close());

async function started(): Promise<{ readonly mocks: Mocks; readonly url: string }> {
  mocks = await startMocks(mocking(plan).options);
  return { mocks, url: mocks.addresses.get('gpt')?.url ?? '' };
}

it('a route that no mock speaks is told from one that it does, whatever is asked there', async () => {
  const { mocks, url } = await started();
  const heard = hearUnspoken(plan.upstreams, mocks.addresses);
  await fetch(`${url}/v1/models`);
  expect([heard.error(), heard.isAll()]).toEqual([null, false]);
  await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: 'no JSON' });
  await fetch(`${url}/v1/moderations?beta=1`, { method: 'POST', body: '{}' });
  heard.end();
  expect(heard.error()?.message).toContain('POST /v1/moderations, which the mock of openai does not speak');
  expect(heard.isAll()).toBe(false);
});

it('an app that hides in a 200 that no route was found is not called healthy', async () => {
  const { mocks, url } = await started();
  const app = await serveApp((_, response, body) => {
    void fetch(`${url}/v1/responses`, { method: 'POST', body }).then((told) =>
      response.end(`data: {"type":"error","errorText":"${told.status}"}\n\n`),
    );
  });
  const inbounds = openInbounds({ journeyOf: () => '', remember: 1_000 });
  const subject = { name: 'app', url: app.url, died: new Promise<string>(() => {}), lastWords: () => [] };
  const flight = {
    ...{
      plan,
      mocks,
      inbounds,
      addresses: mocks.addresses,
      start: null,
      signal: new AbortController().signal,
    },
    subject: { ...subject, stop: () => Promise.resolve() },
  };
  await expect(proveRouting(flight)).rejects.toThrow(/POST \/v1\/responses, which the mock of openai/);
  await app.close();
}, 20_000);
