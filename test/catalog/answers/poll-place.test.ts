import { expect, test } from 'vitest';
import { pollAddress } from '../../../src/catalog/answers/poll-place.js';
import type { PollPlace } from '../../../src/model/scenario.js';

const headers = { location: '/jobs/7', 'operation-location': 'https://app.example/jobs/7' };
const json = { status_url: '/jobs/7', job: { id: 'a b/c', number: 12, done: false } };

test.each<[PollPlace, string]>([
  ['/status_url', '/jobs/7'],
  ['/nowhere', ''],
  ['/job', ''],
  [{ header: 'location' }, '/jobs/7'],
  [{ header: 'Operation-Location' }, 'https://app.example/jobs/7'],
  [{ header: 'x-job' }, ''],
  [{ path: '/jobs/{{job}}?full=1', job: '/job/id' }, '/jobs/a%20b%2Fc?full=1'],
  [{ path: '/jobs/{{job}}/of/{{job}}', job: '/job/number' }, '/jobs/12/of/12'],
  [{ path: '/jobs/{{job}}', job: '/job/name' }, ''],
  [{ path: '/jobs/{{job}}', job: '/job/done' }, ''],
])('%j leads to "%s"', (poll, address) => {
  expect(pollAddress(poll, { headers, json })).toBe(address);
});
