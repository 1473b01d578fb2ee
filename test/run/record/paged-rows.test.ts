import { describe, expect, it } from 'vitest';
import type { AttemptRow, ResponseRow } from '../../../src/model/event.js';
import { attemptPage } from '../../../src/run/record/attempt-page.js';
import { PagedRows } from '../../../src/run/record/paged-rows.js';
import { responsePage } from '../../../src/run/record/response-page.js';
import { attempt, response } from '../../support/record.js';

const RESPONSES: readonly ResponseRow[] = [
  response({ inbound: 0, due: 12.345 }),
  response({ inbound: 1, due: 0, sent: null, status: null, from: null, end: 'unsent', class: 'hang' }),
  response({ inbound: 7, due: 9.5, firstByte: 10.25, firstContent: 11, age: 60_000, marked: true }),
  response({ inbound: 8, due: 9.5, why: 'said "503"\n', cohort: 'c1', class: 'raw-error', bytes: 5e9 }),
];
const ATTEMPTS: readonly AttemptRow[] = [
  attempt({ id: 1, inbound: null, started: -3.125 }),
  attempt({ id: 2, inbound: 0, started: 1, also: [4, 5], faults: ['w1'], retryAfter: 2_000 }),
  attempt({ id: 3, inbound: 0, started: 2, status: null, outcome: 'reset', faults: ['w1', 'w2'] }),
  attempt({ id: 4, inbound: 7, started: 3, firstToken: 3.5, retryCount: 0, faults: ['w1'], model: 'o' }),
];

/** Field by field, as a measure reads it. */
function fieldsOf<Row extends object>(row: Row, like: Row): unknown {
  return Object.fromEntries(Object.keys(like).map((name) => [name, Reflect.get(row, name)]));
}

describe('rows in pages', () => {
  it('have every field of the response that was put in', () => {
    const rows = new PagedRows(responsePage, 1);
    for (const row of RESPONSES) rows.put(row);
    expect(rows.map((row, index) => fieldsOf(row, RESPONSES[index] ?? row))).toEqual(RESPONSES);
  });

  it('have every field of the attempt that was put in', () => {
    const rows = new PagedRows(attemptPage, 1);
    for (const row of ATTEMPTS) rows.put(row);
    expect(rows.map((row, index) => fieldsOf(row, ATTEMPTS[index] ?? row))).toEqual(ATTEMPTS);
  });

  it('are plain where they are written down', () => {
    const responses = new PagedRows(responsePage);
    for (const row of RESPONSES) responses.put(row);
    const attempts = new PagedRows(attemptPage);
    for (const row of ATTEMPTS) attempts.put(row);
    expect(JSON.parse(JSON.stringify([responses, attempts]))).toEqual([RESPONSES, ATTEMPTS]);
  });
});
