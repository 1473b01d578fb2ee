import { expect, test } from 'vitest';
import { pollPlaces } from '../../../../src/run/conductor/learn/find-queued.js';

function places(headers: Readonly<Record<string, string>>, body: unknown, path = '/v1/reports') {
  return pollPlaces({ headers, body: JSON.stringify(body) }, path);
}

test('headers that are made for it come first, then addresses that the body says', () => {
  const headers = { location: '/jobs/1', 'content-length': '80' };
  const body = {
    links: [{ href: 'https://app.example/jobs/1' }],
    text: 'see /jobs/1',
    other: '//cdn.example/x',
  };
  expect(places(headers, body)).toEqual([{ header: 'location' }, '/links/0/href']);
});

test('what may be an id is looked for below the path that was asked, and on the shelves beside it', () => {
  expect(places({}, { job: { id: 17 } })).toEqual(
    ['/v1/reports', '/v1/jobs', '/v1/tasks', '/v1/status', '/v1/results'].map((shelf) => ({
      path: `${shelf}/{{job}}`,
      job: '/job/id',
    })),
  );
});

test('a body that says nothing leads nowhere, and one that says much to no more than a dozen places', () => {
  expect([places({}, null), places({}, {}), places({}, 'it is on its way')]).toEqual([[], [], []]);
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`id${index}`, index]));
  expect(places({}, many)).toHaveLength(12);
});
