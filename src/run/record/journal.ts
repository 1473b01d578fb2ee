/**
 * The journal of a run: rows come in as their things end, and are written about once a second, in
 * small portions between other work, so that recording delays nobody's token.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { join } from 'node:path';
import { ndjsonLine } from '../../kit/ndjson.js';
import type { AttemptRow, ResponseRow } from '../../model/event.js';
import { BrownoutError } from '../../model/problem.js';
import type { Counts } from '../../model/record.js';
import type { Journal } from '../contract.js';
import { attemptPage } from './attempt-page.js';
import type { Page } from './page.js';
import { responsePage } from './response-page.js';
import { fileSink, unwritable, type Sink } from './sink.js';
import { emptyTally, type Tally } from './tally.js';

export const EVENTS_FILE = 'events.ndjson';
const WRITE_EVERY_MS = 1_000;
/** So many lines are made into text before others get their turn: about 0.1 ms. */
const PORTION = 32;
/** About a million rows: a disk that is so far behind will not catch up. */
const MOST_WAITING = 512;

export interface JournalOptions {
  readonly folder: string;
  /** For tests of a disk that fails. */
  readonly openSink?: (path: string) => Promise<Sink>;
}

export interface OpenJournal extends Journal {
  /** Aborted, with a BrownoutError as its reason, when rows can no longer be written. */
  readonly broken: AbortSignal;
  /** Inbounds that got more than one row: a defect of ours that the self-checks show. */
  duplicates(): number;
  /** Resolves when what came in is written, for whoever can wait before bringing more. */
  written(): Promise<void>;
}

export async function openJournal(options: JournalOptions): Promise<OpenJournal> {
  const path = join(options.folder, EVENTS_FILE);
  const open = options.openSink ?? fileSink;
  try {
    return new PagedJournal(path, await open(path));
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

type Waiting = Page<ResponseRow> | Page<AttemptRow>;

class PagedJournal implements OpenJournal {
  private readonly path: string;
  private readonly sink: Sink;
  private readonly tally: Tally = emptyTally();
  private readonly breaking = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private responses = responsePage();
  private attempts = attemptPage();
  private readonly spareResponses: Page<ResponseRow>[] = [];
  private readonly spareAttempts: Page<AttemptRow>[] = [];
  private readonly waiting: { readonly page: Waiting; giveBack(): void }[] = [];
  private events = '';
  private writing: Promise<void> = Promise.resolve();
  private isWriting = false;

  constructor(path: string, sink: Sink) {
    this.path = path;
    this.sink = sink;
    this.timer = setInterval(() => this.flush(), WRITE_EVERY_MS);
    this.timer.unref();
  }

  get broken(): AbortSignal {
    return this.breaking.signal;
  }

  response(row: ResponseRow): void {
    this.tally.response(row);
    if (this.broken.aborted) return;
    this.responses.put(row);
    if (this.responses.isFull) this.turnResponses();
  }

  attempt(row: AttemptRow): void {
    this.tally.attempt(row);
    if (this.broken.aborted) return;
    this.attempts.put(row);
    if (this.attempts.isFull) this.turnAttempts();
  }

  event(row: Parameters<Journal['event']>[0]): void {
    if (!this.broken.aborted) this.events += ndjsonLine(inMicros(row));
  }

  counts(): Counts {
    return this.tally.counts();
  }

  duplicates(): number {
    return this.tally.duplicates();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.flush();
    await this.written();
    try {
      await this.sink.close();
    } catch (cause) {
      this.break(cause);
    }
    if (this.broken.aborted) throw this.broken.reason;
  }

  async written(): Promise<void> {
    // What came in while the rest was being written, too.
    while (this.isWriting) await this.writing;
  }

  private turnResponses(): void {
    const page = this.responses;
    this.responses = this.spareResponses.pop() ?? responsePage();
    this.waiting.push({ page, giveBack: () => this.spareResponses.push(page) });
    this.write();
  }

  private turnAttempts(): void {
    const page = this.attempts;
    this.attempts = this.spareAttempts.pop() ?? attemptPage();
    this.waiting.push({ page, giveBack: () => this.spareAttempts.push(page) });
    this.write();
  }

  private flush(): void {
    if (this.responses.length > 0) this.turnResponses();
    if (this.attempts.length > 0) this.turnAttempts();
    this.write();
  }

  private write(): void {
    if (this.waiting.length > MOST_WAITING)
      this.break(new Error('the disk is too slow for the rows of this run'));
    if (this.isWriting || this.broken.aborted) return;
    this.isWriting = true;
    this.writing = this.writeAll()
      .catch((cause: unknown) => this.break(cause))
      .finally(() => {
        this.isWriting = false;
      });
  }

  private async writeAll(): Promise<void> {
    for (;;) {
      const events = this.events;
      this.events = '';
      if (events !== '') await this.sink.write(events);
      const next = this.waiting.shift();
      if (next === undefined && this.events === '') return;
      if (next === undefined) continue;
      await this.writePage(next.page);
      next.page.clear();
      next.giveBack();
    }
  }

  private async writePage(page: Waiting): Promise<void> {
    let text = '';
    for (let index = 0, end = 0; index < page.length; index += 1) {
      if (index === end) {
        // Before the first portion too: whoever brought the row that filled the page is not to wait for it.
        await nextTurn();
        // Where turns are long, portions grow with what waits, or we would never catch up.
        end += PORTION * (1 + this.waiting.length);
      }
      text += page.line(index);
    }
    await this.sink.write(text);
  }

  private break(cause: unknown): void {
    if (this.broken.aborted) return;
    this.waiting.length = 0;
    this.events = '';
    this.breaking.abort(cause instanceof BrownoutError ? cause : unwritable(this.path, cause));
  }
}

/** Times in whole microseconds, like those of the pages. */
function inMicros(row: Parameters<Journal['event']>[0]): Parameters<Journal['event']>[0] {
  const whole = (time: number): number => Math.round(time * 1_000) / 1_000;
  if (row.kind === 'effect') return row;
  return row.kind === 'connection'
    ? { ...row, opened: whole(row.opened), ended: whole(row.ended) }
    : { ...row, at: whole(row.at) };
}
