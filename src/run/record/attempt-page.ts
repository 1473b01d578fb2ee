import type { AttemptOutcome, AttemptRow } from '../../model/event.js';
import { listTable, nameTable } from './names.js';
import { NONE, PAGE_ROWS, timeAt, timeJson, wholeAt, wholeJson, type Page } from './page.js';

export function attemptPage(rows: number = PAGE_ROWS): Page<AttemptRow> {
  return new AttemptPage(rows);
}

const NUMBERS = 8;
const TIMES = 4;
const NAMES = 5;
const NOBODY: readonly number[] = [];

class AttemptPage implements Page<AttemptRow> {
  length = 0;
  readonly names = nameTable();
  readonly lists = listTable();
  /** id, inbound, call, ordinal, status, tokensIn, tokensOut, retryCount. */
  readonly numbers: Int32Array;
  /** started, ended, retryAfter, firstToken. */
  readonly times: Float64Array;
  /** upstream, endedBy, outcome, model, faults. */
  readonly named: Uint16Array;
  /** Few have any. */
  readonly also = new Map<number, readonly number[]>();
  private readonly rows: number;

  constructor(rows: number) {
    this.rows = rows;
    this.numbers = new Int32Array(rows * NUMBERS);
    this.times = new Float64Array(rows * TIMES);
    this.named = new Uint16Array(rows * NAMES);
  }

  get isFull(): boolean {
    return this.length >= this.rows;
  }

  put(row: AttemptRow): void {
    const index = this.length;
    this.length += 1;
    const number = index * NUMBERS;
    this.numbers[number] = row.id;
    this.numbers[number + 1] = row.inbound ?? NONE;
    this.numbers[number + 2] = row.call;
    this.numbers[number + 3] = row.ordinal;
    this.numbers[number + 4] = row.status ?? NONE;
    this.numbers[number + 5] = row.tokensIn;
    this.numbers[number + 6] = row.tokensOut;
    this.numbers[number + 7] = row.retryCount ?? NONE;
    const time = index * TIMES;
    this.times[time] = row.started;
    this.times[time + 1] = row.ended;
    this.times[time + 2] = row.retryAfter ?? Number.NaN;
    this.times[time + 3] = row.firstToken ?? Number.NaN;
    const name = index * NAMES;
    this.named[name] = this.names.idOf(row.upstream);
    this.named[name + 1] = this.names.idOf(row.endedBy);
    this.named[name + 2] = this.names.idOf(row.outcome);
    this.named[name + 3] = this.names.idOf(row.model);
    this.named[name + 4] = this.lists.idOf(row.faults);
    if (row.also.length > 0) this.also.set(index, row.also);
  }

  at(index: number): AttemptRow {
    return new PagedAttempt(this, index);
  }

  line(index: number): string {
    const number = (offset: number): string => wholeJson(this.numbers[index * NUMBERS + offset]);
    const time = (offset: number): string => timeJson(this.times[index * TIMES + offset]);
    const name = (offset: number): string => this.names.jsonOf(this.named[index * NAMES + offset]);
    const also = this.also.get(index);
    return (
      `{"kind":"attempt","id":${number(0)},"inbound":${number(1)}` +
      `,"also":${also === undefined ? '[]' : JSON.stringify(also)}` +
      `,"call":${number(2)},"upstream":${name(0)},"ordinal":${number(3)},"started":${time(0)}` +
      `,"ended":${time(1)},"endedBy":${name(1)},"outcome":${name(2)},"status":${number(4)}` +
      `,"faults":${this.lists.jsonOf(this.named[index * NAMES + 4])},"retryAfter":${time(2)}` +
      `,"model":${name(3)},"tokensIn":${number(5)},"tokensOut":${number(6)},"firstToken":${time(3)}` +
      `,"retryCount":${number(7)}}\n`
    );
  }

  clear(): void {
    this.length = 0;
    this.names.clear();
    this.lists.clear();
    this.also.clear();
  }
}

class PagedAttempt implements AttemptRow {
  private readonly page: AttemptPage;
  private readonly index: number;

  constructor(page: AttemptPage, index: number) {
    this.page = page;
    this.index = index;
  }

  get kind(): 'attempt' {
    return 'attempt';
  }
  get id(): number {
    return this.number(0) ?? 0;
  }
  get inbound(): number | null {
    return this.number(1);
  }
  get also(): readonly number[] {
    return this.page.also.get(this.index) ?? NOBODY;
  }
  get call(): number {
    return this.number(2) ?? 0;
  }
  get upstream(): string {
    return this.name(0) ?? '';
  }
  get ordinal(): number {
    return this.number(3) ?? 0;
  }
  get started(): number {
    return this.page.times[this.index * TIMES] ?? 0;
  }
  get ended(): number {
    return this.page.times[this.index * TIMES + 1] ?? 0;
  }
  get endedBy(): AttemptRow['endedBy'] {
    // Only what a row had there was put in.
    return this.name(1) as AttemptRow['endedBy'];
  }
  get outcome(): AttemptOutcome {
    // As above.
    return this.name(2) as AttemptOutcome;
  }
  get status(): number | null {
    return this.number(4);
  }
  get faults(): readonly string[] {
    return this.page.lists.of(this.page.named[this.index * NAMES + 4]);
  }
  get retryAfter(): number | null {
    return timeAt(this.page.times, this.index * TIMES + 2);
  }
  get model(): string {
    return this.name(3) ?? '';
  }
  get tokensIn(): number {
    return this.number(5) ?? 0;
  }
  get tokensOut(): number {
    return this.number(6) ?? 0;
  }
  get firstToken(): number | null {
    return timeAt(this.page.times, this.index * TIMES + 3);
  }
  get retryCount(): number | null {
    return this.number(7);
  }

  /** For whoever writes it down: getters are no fields. */
  toJSON(): unknown {
    return JSON.parse(this.page.line(this.index));
  }

  private name(offset: number): string | null {
    return this.page.names.of(this.page.named[this.index * NAMES + offset]);
  }

  private number(offset: number): number | null {
    return wholeAt(this.page.numbers, this.index * NUMBERS + offset);
  }
}
