/** `events.ndjson`, read piece by piece: a file of a million rows is never one text. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { jsonOf } from '../../kit/ndjson.js';
import type { AttemptRow, EventRow, ResponseRow } from '../../model/event.js';
import type { RunRecord } from '../../model/record.js';
import type { Millis } from '../../model/units.js';
import { attemptPage } from './attempt-page.js';
import { EVENTS_FILE } from './journal.js';
import { NOWHERE } from './line-numbers.js';
import { PagedRows } from './paged-rows.js';
import { responsePage } from './response-page.js';
import { rowOf } from './row.js';
import { damaged } from './unusable.js';
import { LINE_END, readWholeLines } from './whole-lines.js';

export type Rows = Omit<RunRecord, 'plan' | 'facts'>;
type Few = Omit<Rows, 'responses' | 'attempts'>;
type Filling = { -readonly [K in keyof Few]: Few[K][number][] };

export async function readRows(folder: string): Promise<Rows> {
  const reader = new RowReader(folder);
  const path = join(folder, EVENTS_FILE);
  if (!existsSync(path)) return reader.rows();
  const cut = await readWholeLines(path, (lines) => reader.take(lines));
  const rows = reader.rows();
  if (cut === '') return rows;
  const text = `The last line of ${EVENTS_FILE} is cut short, as when a run is killed; it was left out.`;
  return { ...rows, notes: [...rows.notes, { kind: 'note', at: latestOf(rows), text }] };
}

/** Most lines are like an earlier one but for their numbers; the others are parsed and checked. */
export class RowReader {
  private readonly folder: string;
  private readonly responses = new PagedRows(responsePage);
  private readonly attempts = new PagedRows(attemptPage);
  private readonly few: Filling = {
    connections: [],
    toxics: [],
    phases: [],
    windows: [],
    notes: [],
    self: [],
    effects: [],
  };
  private lines = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  rows(): Rows {
    return { responses: this.responses, attempts: this.attempts, ...this.few };
  }

  /** Lines with their ends. */
  take(lines: Buffer): void {
    let at = 0;
    while (at < lines.length) {
      this.lines += 1;
      let next = this.responses.putLine(lines, at);
      if (next === NOWHERE) next = this.attempts.putLine(lines, at);
      if (next === NOWHERE) {
        next = lines.indexOf(LINE_END, at) + 1;
        this.parse(lines.toString('utf8', at, next));
      }
      at = next;
    }
  }

  private parse(line: string): void {
    if (line.trim() === '') return;
    const value = jsonOf(line);
    if (value === undefined) throw this.damaged('no JSON');
    const row = rowOf(value);
    if (row === null) throw this.damaged('no row of a run');
    if (row.kind === 'other') return;
    if (row.kind === 'response') this.responses.put(row, line);
    else if (row.kind === 'attempt') this.attempts.put(row, line);
    else put(this.few, row);
  }

  private damaged(is: string): Error {
    return damaged(this.folder, `line ${this.lines} of ${EVENTS_FILE} is ${is}`);
  }
}

function latestOf(rows: Rows): Millis {
  let latest = 0;
  for (const list of Object.values<Iterable<EventRow>>(rows))
    for (const row of list) latest = Math.max(latest, timeOf(row));
  return latest;
}

/** Effects are read when time has stopped. */
function timeOf(row: EventRow): Millis {
  if (row.kind === 'effect') return 0;
  return 'ended' in row ? row.ended : row.at;
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
