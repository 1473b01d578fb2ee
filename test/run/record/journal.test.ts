import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventRow, ResponseRow } from '../../../src/model/event.js';
import { BrownoutError } from '../../../src/model/problem.js';
import { openJournal } from '../../../src/run/record/journal.js';
import { rowOf } from '../../../src/run/record/row.js';
import type { Sink } from '../../../src/run/record/sink.js';
import { anyAttempt, anyEvent, anyResponse, ENDS, USUAL } from '../../support/any-row.js';

const response = anyResponse(USUAL);
const attempt = anyAttempt(USUAL);
const event = anyEvent(USUAL);

function memorySink() {
  const written: string[] = [];
  const sink: Sink = {
    write: (text) => {
      written.push(text);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  return { sink, lines: () => written.join('').split('\n').slice(0, -1) };
}

async function written(rows: readonly EventRow[]) {
  const { sink, lines } = memorySink();
  const journal = await openJournal({ folder: '', openSink: () => Promise.resolve(sink) });
  for (const row of rows) {
    if (row.kind === 'response') journal.response(row);
    else if (row.kind === 'attempt') journal.attempt(row);
    else journal.event(row);
  }
  await journal.close();
  return { lines: lines(), journal };
}

function responseRow(changes: Partial<ResponseRow>): ResponseRow {
  return {
    kind: 'response',
    inbound: 7,
    journey: 'ask',
    phase: 'outage',
    due: 1_000,
    sent: 1_000.4,
    firstByte: null,
    firstContent: null,
    ended: 2_000,
    end: 'complete',
    status: 200,
    class: 'full',
    from: 'claude',
    bytes: 512,
    marked: false,
    age: null,
    why: null,
    cohort: null,
    ...changes,
  };
}

describe('the journal', () => {
  it('writes every row so that it reads back the same, pages and all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(response, attempt, event), { maxLength: 50 }), async (rows) => {
        const { lines } = await written(rows);
        const read = lines.map((line) => rowOf(JSON.parse(line)));
        for (const kind of ['response', 'attempt'] as const) {
          expect(read.filter((row) => row?.kind === kind)).toEqual(rows.filter((row) => row.kind === kind));
        }
        expect(read).toHaveLength(rows.length);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps fields and their order as they are promised', async () => {
    const row = responseRow({});
    const { lines } = await written([row]);
    expect(lines).toEqual([JSON.stringify(row)]);
  });

  it('rounds times to the microsecond', async () => {
    const { lines } = await written([
      responseRow({ due: 0.000_4, sent: 10.123_456_7, ended: 1e7 / 3 }),
      { kind: 'phase', at: 0.019_999_9, phase: 'outage' },
    ]);
    const [phase, row] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(row).toMatchObject({ due: 0, sent: 10.123, ended: 3_333_333.333 });
    expect(phase).toMatchObject({ at: 0.02 });
  });

  it('loses no row over many pages, and counts every end once', async () => {
    const rows = Array.from({ length: 10_000 }, (_, inbound) =>
      responseRow({ inbound, end: ENDS[inbound % ENDS.length] ?? 'complete' }),
    );
    const { lines, journal } = await written(rows);
    const read = lines.map((line) => (JSON.parse(line) as ResponseRow).inbound);
    expect(read).toEqual(rows.map(({ inbound }) => inbound));
    const counts = journal.counts();
    expect(counts.scheduled).toBe(10_000);
    expect(ENDS.map((end) => counts[end])).toEqual([1429, 1429, 1429, 1429, 1428, 1428, 1428]);
    expect(journal.duplicates()).toBe(0);
  });

  it('notices an inbound that got two rows', async () => {
    const { journal } = await written([responseRow({ inbound: 70_000 }), responseRow({ inbound: 70_000 })]);
    expect(journal.duplicates()).toBe(1);
  });

  it('says that the disk is full, once, and goes on counting', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const journal = await openJournal({
      folder: '/there',
      openSink: () => Promise.resolve({ write: () => Promise.reject(full), close: () => Promise.resolve() }),
    });
    // More than a page, so that it is written without waiting for the clock.
    for (let inbound = 0; inbound < 5_000; inbound += 1) journal.response(responseRow({ inbound }));
    const failure: unknown = await journal.close().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BrownoutError);
    expect(failure).toMatchObject({ code: 'disk-full', ending: 'own-fault', cause: full });
    expect(journal.broken.aborted).toBe(true);
    expect(journal.counts().complete).toBe(5_000);
  });

  it.each([
    ['EIO', 'own-fault'],
    // A folder that is not theirs was chosen by them.
    ['EACCES', 'usage'],
    ['EROFS', 'usage'],
  ])('says so at once where the file cannot be made (%s)', async (code, ending) => {
    const denied = Object.assign(new Error('no'), { code });
    await expect(
      openJournal({ folder: '/there', openSink: () => Promise.reject(denied) }),
    ).rejects.toMatchObject({ code: 'disk-failed', ending });
  });
});
