/** `events.ndjson`, read line by line: a file of a million rows is never one text. */
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { readNdjson } from '../../kit/ndjson.js';
import type { AttemptRow, EventRow, ResponseRow } from '../../model/event.js';
import type { RunRecord } from '../../model/record.js';
import type { Millis } from '../../model/units.js';
import { attemptPage } from './attempt-page.js';
import { EVENTS_FILE } from './journal.js';
import { PagedRows } from './paged-rows.js';
import { responsePage } from './response-page.js';
import { rowOf } from './row.js';
import { damaged } from './unusable.js';

const PIECE_BYTES = 256 * 1_024;

export type Rows = Omit<RunRecord, 'plan' | 'facts'>;
type Few = Omit<Rows, 'responses' | 'attempts'>;
type Filling = { -readonly [K in keyof Few]: Few[K][number][] };

export async function readRows(folder: string): Promise<Rows> {
  const responses = new PagedRows(responsePage);
  const attempts = new PagedRows(attemptPage);
  const few: Filling = {
    ...{ connections: [], toxics: [], phases: [], windows: [], notes: [], self: [], effects: [] },
  };
  let latest = 0;
  const reader = readNdjson((value, line) => {
    if (value === undefined) throw damaged(folder, `line ${line} of ${EVENTS_FILE} is no JSON`);
    const row = rowOf(value);
    if (row === null) throw damaged(folder, `line ${line} of ${EVENTS_FILE} is no row of a run`);
    if (row.kind === 'other') return;
    latest = Math.max(latest, timeOf(row));
    if (row.kind === 'response') responses.put(row);
    else if (row.kind === 'attempt') attempts.put(row);
    else put(few, row);
  });
  for await (const piece of piecesOf(join(folder, EVENTS_FILE))) reader.push(piece);
  if (reader.end().cut !== '') {
    const text = `The last line of ${EVENTS_FILE} is cut short, as when a run is killed; it was left out.`;
    few.notes.push({ kind: 'note', at: latest, text });
  }
  return { responses, attempts, ...few };
}

/** Effects are read when time has stopped. */
function timeOf(row: EventRow): Millis {
  if (row.kind === 'effect') return 0;
  return 'ended' in row ? row.ended : row.at;
}

async function* piecesOf(path: string): AsyncGenerator<string> {
  if (!existsSync(path)) return;
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: PIECE_BYTES });
  for await (const piece of stream) yield String(piece);
}

function put(rows: Filling, row: Exclude<EventRow, ResponseRow | AttemptRow>): void {
  switch (row.kind) {
    case 'connection':
      rows.connections.push(row);
      break;
    case 'toxic':
      rows.toxics.push(row);
      break;
    case 'phase':
      rows.phases.push(row);
      break;
    case 'window':
      rows.windows.push(row);
      break;
    case 'note':
      rows.notes.push(row);
      break;
    case 'self':
      rows.self.push(row);
      break;
    case 'effect':
      rows.effects.push(row);
      break;
  }
}
