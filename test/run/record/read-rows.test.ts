import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptRow, EventRow, ResponseRow } from '../../../src/model/event.js';
import { attemptPage } from '../../../src/run/record/attempt-page.js';
import { NOWHERE } from '../../../src/run/record/line-numbers.js';
import type { Page } from '../../../src/run/record/page.js';
import { PagedRows } from '../../../src/run/record/paged-rows.js';
import { RowReader, type Rows } from '../../../src/run/record/read-rows.js';
import { responsePage } from '../../../src/run/record/response-page.js';
import { rowOf } from '../../../src/run/record/row.js';
import { damaged } from '../../../src/run/record/unusable.js';
import { anyAttempt, anyEvent, anyResponse, type Makings } from '../../support/any-row.js';
import { attempt, response } from '../../support/record.js';

/** Also what no run makes: times before it and of a thousand years, counts that are none. */
const EXTREME: Makings = {
  time: fc.oneof(
    fc.integer({ min: 0, max: 9_999 }),
    fc.integer({ min: 0, max: 1e10 }).map((micros) => micros / 1_000),
    fc.integer({ min: -1e6, max: 1e16 }).map((micros) => micros / 1_000),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  whole: fc.oneof(
    fc.nat({ max: 3 }),
    fc.nat({ max: 70_000 }),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  name: fc.oneof(fc.constantFrom('ask', ''), fc.string({ unit: 'binary' })),
};
/** Of which a few rows have forms in common. */
const PLAIN: Makings = {
  time: fc.integer({ min: 0, max: 1e10 }).map((micros) => micros / 1_000),
  whole: fc.nat({ max: 70_000 }),
  name: fc.constantFrom('ask', 'é"\n', ''),
};

/** As the page of its kind writes it, each row the first of a page or one behind the other. */
function linesOf(rows: readonly EventRow[]): readonly string[] {
  const [responses, attempts] = [responsePage(rows.length), attemptPage(rows.length)];
  return rows.map((row) => {
    if (row.kind === 'response') {
      responses.put(row);
      return responses.line(responses.length - 1);
    }
    if (row.kind !== 'attempt') return `${JSON.stringify(row)}\n`;
    attempts.put(row);
    return attempts.line(attempts.length - 1);
  });
}

/** Field by field, as a measure reads it: rows in pages look up what they are asked for. */
function fieldsOf(rows: Iterable<ResponseRow | AttemptRow>): unknown {
  const names = Object.keys({ ...response({ inbound: 0, due: 0 }), ...attempt(FIRST) });
  return Array.from(rows, (row) => Object.fromEntries(names.map((name) => [name, Reflect.get(row, name)])));
}
const FIRST = { id: 0, inbound: 0, started: 0 };

function told({ responses, attempts, ...few }: Rows): unknown {
  return { ...few, responses: fieldsOf(responses), attempts: fieldsOf(attempts) };
}

function readFast(bytes: Buffer): Rows {
  const reader = new RowReader('run');
  reader.take(bytes);
  return reader.rows();
}

/** Each line parsed and checked by itself. */
function readSlowly(bytes: Buffer): Rows {
  const [responses, attempts] = [new PagedRows(responsePage), new PagedRows(attemptPage)];
  const few: Record<string, EventRow[]> = {};
  const lists = ['connections', 'toxics', 'phases', 'windows', 'notes', 'self', 'effects'];
  for (const name of lists) few[name] = [];
  for (const [index, line] of bytes.toString().split('\n').entries()) {
    if (line.trim() === '') continue;
    const row = rowOf(jsonIn(line, index));
    if (row === null) throw damaged('run', `line ${index + 1} of events.ndjson is no row of a run`);
    if (row.kind === 'response') responses.put(row);
    else if (row.kind === 'attempt') attempts.put(row);
    else if (row.kind !== 'other') few[lists.find((name) => name.startsWith(row.kind)) ?? '']?.push(row);
  }
  return { responses, attempts, ...few } as unknown as Rows;
}

function jsonIn(line: string, index: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged('run', `line ${index + 1} of events.ndjson is no JSON`);
  }
}

function outcome(read: () => Rows): unknown {
  try {
    return told(read());
  } catch (problem) {
    return problem;
  }
}

function expectTheSame(bytes: Buffer): void {
  expect(outcome(() => readFast(bytes))).toEqual(outcome(() => readSlowly(bytes)));
}

function putInto<Row>(rows: PagedRows<Row>, row: Row, line: string): number {
  const end = rows.putLine(Buffer.from(line), 0);
  if (end === NOWHERE) rows.put(row, line);
  return end;
}

const anyRow = (of: Makings) => fc.oneof(anyResponse(of), anyAttempt(of), anyEvent(of));

describe('rows that are read back', () => {
  it('are those that any reader of JSON finds, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(anyRow(EXTREME), { maxLength: 12 }), (rows) => {
        // Written twice, the second time of forms that are known.
        expectTheSame(Buffer.from(linesOf([...rows, ...rows]).join('')));
      }),
      { numRuns: 300 },
    );
  });

  it('are those that were written, where times are whole microseconds', () => {
    const rows = fc.array(fc.oneof(anyResponse(PLAIN), anyAttempt(PLAIN)), { maxLength: 12 });
    fc.assert(
      fc.property(rows, (some) => {
        const both = [...some, ...some];
        const { responses, attempts } = readFast(Buffer.from(linesOf(both).join('')));
        expect(fieldsOf(responses)).toEqual(fieldsOf(both.filter((row) => row.kind === 'response')));
        expect(fieldsOf(attempts)).toEqual(fieldsOf(both.filter((row) => row.kind === 'attempt')));
      }),
      { numRuns: 300 },
    );
  });

  it('are the same, or refused with the same words, where a line was written by somebody else', () => {
    const rows = fc.array(fc.oneof(anyResponse(PLAIN), anyAttempt(PLAIN)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rows, fc.nat(), spoiling, (some, which, spoil) => {
        const lines = linesOf(some);
        const spoilt = spoil(Buffer.from(lines[which % lines.length] ?? ''));
        const all = Buffer.from(lines.join(''));
        expectTheSame(Buffer.concat([all, spoilt, all, spoilt, spoilt, Buffer.from('\n')]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are the same, whatever stands in the place of a number', () => {
    const numbers = { status: null, inbound: 12, ended: 5.5 };
    const rows = [
      response({ ...numbers, due: 2, age: 1.5, firstByte: 3.125 }),
      attempt({ ...numbers, id: 1, started: 3.125, firstToken: 4, retryAfter: 0 }),
    ];
    const lines = linesOf(rows);
    const all = lines.join('');
    for (const line of lines) {
      for (const { index, 0: place } of line.matchAll(PLACES)) {
        for (const other of [...OTHERS, 'null']) {
          const spoilt = line.slice(0, index) + other + line.slice(index + place.length);
          expectTheSame(Buffer.from(`${all}${spoilt}${all}`));
          expectTheSame(Buffer.from(`${spoilt}${all}${all}`));
        }
      }
    }
  });

  it('learn nothing from a line that says more than we would write', () => {
    const [line = ''] = linesOf([attempt({ id: 1, inbound: 0, started: 0, retryAfter: 0 })]);
    const finer = line.replace('"retryAfter":0', '"retryAfter":0.0004');
    const { attempts } = readFast(Buffer.from(`${finer}${line}${line}`));
    expect(attempts.map(({ retryAfter }) => retryAfter)).toEqual([0.000_4, 0, 0]);
  });

  it('are known by their form from the second on', () => {
    const responses = [1.5, 2, 3.25].map((due, inbound) => response({ inbound, due, firstByte: due }));
    expect(takenOf(responses, responsePage)).toEqual([false, true, true]);
    const attempts = [0, null, 7, null].map((inbound, id) => attempt({ id, inbound, started: id + 0.5 }));
    const others = attempts.map((row) => ({ ...row, upstream: 'gpt', firstToken: row.id === 3 ? 5 : null }));
    expect(takenOf([...attempts, ...others], attemptPage)).toEqual([
      false,
      true,
      true,
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it('are the same where pages are small', () => {
    const row = fc
      .record({
        id: fc.nat({ max: 9 }),
        started: PLAIN.time,
        upstream: fc.constantFrom('claude', 'gpt', 'own'),
      })
      .map((some) => attempt({ ...some, inbound: 3, ended: some.started }));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const read = new PagedRows(attemptPage, 2);
        const lines = linesOf(rows);
        for (const [index, row] of rows.entries()) putInto(read, row, lines[index] ?? '');
        expect(fieldsOf(read)).toEqual(fieldsOf(rows));
      }),
    );
  });
});

/** Of which rows the line was known. */
function takenOf<Row extends ResponseRow | AttemptRow>(
  rows: readonly Row[],
  page: (rows: number) => Page<Row>,
): readonly boolean[] {
  const read = new PagedRows(page);
  const lines = linesOf(rows);
  const ends = rows.map((row, index) => putInto(read, row, lines[index] ?? ''));
  expect(fieldsOf(read)).toEqual(fieldsOf(rows));
  expect(ends.map((end, index) => end === NOWHERE || end === lines[index]?.length)).not.toContain(false);
  return ends.map((end) => end !== NOWHERE);
}

const NUMBERS = ['1e3', '5E-1', '-0', '-7', '0.0001', '01', '1.', '.5', '1.50', '1e999', 'null', '"1"', '[]'];
const OTHERS = [
  ...NUMBERS,
  '12345678901234567',
  '999999999999.999',
  '1000000000000.001',
  '4.0',
  '0.5',
  '70000',
];

/** Where a number stands, or might. */
const PLACES = /(?<=:)(?:[\d.]+|null)/g;

/** Ways to make another line of one. */
const spoiling: fc.Arbitrary<(line: Buffer) => Buffer> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat({ max: 255 })).map(([place, byte]) => (line: Buffer) => {
    const other = Buffer.from(line);
    other[place % line.length] = byte;
    return other;
  }),
  fc.tuple(fc.nat(), fc.nat({ max: 3 })).map(([place, count]) => (line: Buffer) => {
    const start = place % line.length;
    return Buffer.concat([line.subarray(0, start), line.subarray(start + count)]);
  }),
  fc
    .tuple(fc.nat(), fc.constantFrom(' ', '\n', '\r', '0', 'e1', '\\'))
    .map(([place, text]) => (line: Buffer) => {
      const start = place % line.length;
      return Buffer.concat([line.subarray(0, start), Buffer.from(text), line.subarray(start)]);
    }),
  fc.tuple(fc.nat(), fc.constantFrom(...OTHERS)).map(([which, other]) => (line: Buffer) => {
    const places = [...line.toString().matchAll(PLACES)];
    const place = places[which % places.length];
    if (place === undefined) return line;
    const text = line.toString();
    return Buffer.from(text.slice(0, place.index) + other + text.slice(place.index + place[0].length));
  }),
  fc.tuple(fc.nat(), fc.nat()).map(([from, to]) => (line: Buffer) => {
    const fields = Object.entries(JSON.parse(line.toString()) as object);
    const [moved] = fields.splice(from % fields.length, 1);
    if (moved !== undefined) fields.splice(to % (fields.length + 1), 0, moved);
    return Buffer.from(`${JSON.stringify(Object.fromEntries(fields))}\n`);
  }),
  fc.nat().map((which) => (line: Buffer) => {
    const fields = Object.entries(JSON.parse(line.toString()) as object);
    fields.splice(which % fields.length, 1);
    return Buffer.from(`${JSON.stringify(Object.fromEntries(fields))}\n`);
  }),
  fc.constantFrom('"more":1', '"due":1', '"id":"2"').map((field) => (line: Buffer) => {
    return Buffer.from(line.toString().replace(/\}\n$/, `,${field}}\n`));
  }),
);
