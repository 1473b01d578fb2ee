import type { ResponseClass, ResponseEnd, ResponseRow } from '../../model/event.js';
import { nameTable } from './names.js';
import { NONE, PAGE_ROWS, timeAt, timeJson, wholeAt, wholeJson, type Page } from './page.js';

export function responsePage(rows: number = PAGE_ROWS): Page<ResponseRow> {
  return new ResponsePage(rows);
}

const TIMES = 5;
const NAMES = 6;

class ResponsePage implements Page<ResponseRow> {
  length = 0;
  readonly names = nameTable();
  readonly inbound: Float64Array;
  /** due, sent, firstByte, firstContent, ended: side by side, as they are read and written. */
  readonly times: Float64Array;
  readonly bytes: Float64Array;
  readonly status: Int32Array;
  readonly marked: Uint8Array;
  /** journey, phase, end, class, from, cohort. */
  readonly named: Uint16Array;
  /** What few rows have. */
  readonly ages = new Map<number, number>();
  readonly whys = new Map<number, string>();
  private readonly rows: number;

  constructor(rows: number) {
    this.rows = rows;
    this.inbound = new Float64Array(rows);
    this.times = new Float64Array(rows * TIMES);
    this.bytes = new Float64Array(rows);
    this.status = new Int32Array(rows);
    this.marked = new Uint8Array(rows);
    this.named = new Uint16Array(rows * NAMES);
  }

  get isFull(): boolean {
    return this.length >= this.rows;
  }

  put(row: ResponseRow): void {
    const index = this.length;
    this.length += 1;
    this.inbound[index] = row.inbound;
    const time = index * TIMES;
    this.times[time] = row.due;
    this.times[time + 1] = row.sent ?? Number.NaN;
    this.times[time + 2] = row.firstByte ?? Number.NaN;
    this.times[time + 3] = row.firstContent ?? Number.NaN;
    this.times[time + 4] = row.ended;
    this.bytes[index] = row.bytes;
    this.status[index] = row.status ?? NONE;
    this.marked[index] = row.marked ? 1 : 0;
    this.putNames(index * NAMES, row);
    if (row.age !== null) this.ages.set(index, row.age);
    if (row.why !== null) this.whys.set(index, row.why);
  }

  at(index: number): ResponseRow {
    return new PagedResponse(this, index);
  }

  line(index: number): string {
    const time = (offset: number): string => timeJson(this.times[index * TIMES + offset]);
    const name = (offset: number): string => this.names.jsonOf(this.named[index * NAMES + offset]);
    const why = this.whys.get(index);
    return (
      `{"kind":"response","inbound":${String(this.inbound[index])},"journey":${name(0)}` +
      `,"phase":${name(1)},"due":${time(0)},"sent":${time(1)},"firstByte":${time(2)}` +
      `,"firstContent":${time(3)},"ended":${time(4)},"end":${name(2)}` +
      `,"status":${wholeJson(this.status[index])},"class":${name(3)},"from":${name(4)}` +
      `,"bytes":${String(this.bytes[index])},"marked":${this.marked[index] === 1}` +
      `,"age":${timeJson(this.ages.get(index))},"why":${why === undefined ? 'null' : JSON.stringify(why)}` +
      `,"cohort":${name(5)}}\n`
    );
  }

  clear(): void {
    this.length = 0;
    this.names.clear();
    this.ages.clear();
    this.whys.clear();
  }

  private putNames(at: number, row: ResponseRow): void {
    this.named[at] = this.names.idOf(row.journey);
    this.named[at + 1] = this.names.idOf(row.phase);
    this.named[at + 2] = this.names.idOf(row.end);
    this.named[at + 3] = this.names.idOf(row.class);
    this.named[at + 4] = this.names.idOf(row.from);
    this.named[at + 5] = this.names.idOf(row.cohort);
  }
}

class PagedResponse implements ResponseRow {
  private readonly page: ResponsePage;
  private readonly index: number;

  constructor(page: ResponsePage, index: number) {
    this.page = page;
    this.index = index;
  }

  get kind(): 'response' {
    return 'response';
  }
  get inbound(): number {
    return this.page.inbound[this.index] ?? 0;
  }
  get journey(): string {
    return this.name(0) ?? '';
  }
  get phase(): string {
    return this.name(1) ?? '';
  }
  get due(): number {
    return this.page.times[this.index * TIMES] ?? 0;
  }
  get sent(): number | null {
    return timeAt(this.page.times, this.index * TIMES + 1);
  }
  get firstByte(): number | null {
    return timeAt(this.page.times, this.index * TIMES + 2);
  }
  get firstContent(): number | null {
    return timeAt(this.page.times, this.index * TIMES + 3);
  }
  get ended(): number {
    return this.page.times[this.index * TIMES + 4] ?? 0;
  }
  get end(): ResponseEnd {
    // Only what a row had there was put in.
    return this.name(2) as ResponseEnd;
  }
  get status(): number | null {
    return wholeAt(this.page.status, this.index);
  }
  get class(): ResponseClass {
    // As above.
    return this.name(3) as ResponseClass;
  }
  get from(): string | null {
    return this.name(4);
  }
  get bytes(): number {
    return this.page.bytes[this.index] ?? 0;
  }
  get marked(): boolean {
    return this.page.marked[this.index] === 1;
  }
  get age(): number | null {
    return this.page.ages.get(this.index) ?? null;
  }
  get why(): string | null {
    return this.page.whys.get(this.index) ?? null;
  }
  get cohort(): string | null {
    return this.name(5);
  }

  /** For whoever writes it down: getters are no fields. */
  toJSON(): unknown {
    return JSON.parse(this.page.line(this.index));
  }

  private name(offset: number): string | null {
    return this.page.names.of(this.page.named[this.index * NAMES + offset]);
  }
}
